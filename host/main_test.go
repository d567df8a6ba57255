package host

import (
	"fmt"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	status := m.Run()
	err := goleak.Find(goleak.IgnoreTopFunction("os/signal.loop"))
	for deadline := time.Now().Add(time.Minute); err != nil && time.Now().Before(deadline); { // on a busy machine they end later
		err = goleak.Find(goleak.IgnoreTopFunction("os/signal.loop"))
	}
	if err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}
