package plan

import (
	"context"

	"nlua/rtnl"
)

// Tell has the gate of a dry run tell of the steps, each in the words of its request, and changes nothing. place gives a client in a
// namespace that the plan names, which is taken for made where made is true.
func (p *Plan) Tell(ctx context.Context, place func(home rtnl.Options, name string, made bool) (*rtnl.Client, error)) error {
	defer p.Close()
	nothing := &undoing{p: p}
	there := map[string]bool{"": true}
	for _, step := range p.Steps {
		if name := step.space.name; !there[name] {
			c, err := place(p.home.Options(), name, step.create)
			if err != nil {
				return err
			}
			p.shut(name)
			there[name], step.space.c, p.opened[name] = true, c, c
		}
		if step.create {
			continue
		}
		if err := p.do(ctx, nothing, []*Step{step}); err != nil {
			return err
		}
	}
	return nil
}
