package spec

import (
	"testing"

	"nlua/rtnl/nstest"
)

func TestMain(m *testing.M) { nstest.Main(m) }
