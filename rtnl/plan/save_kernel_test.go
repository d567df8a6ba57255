package plan

import (
	"context"
	"testing"
)

func TestSave(t *testing.T) {
	c := testClient(t)
	apply(t, c, big())
	wanted, left, err := Save(context.Background(), c)
	must(t, err)
	for _, line := range left {
		t.Error("left out:", line)
	}
	settled(t, c, wanted)
	fresh := testClient(t)
	p, err := New(context.Background(), fresh, wanted)
	must(t, err)
	if err := p.Apply(context.Background()); err != nil {
		t.Fatalf("elsewhere: %v\n%s", err, p)
	}
	settled(t, fresh, big())
}
