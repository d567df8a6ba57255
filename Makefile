# `make` builds ./nlua; `make test` is all that a newcomer needs; `make check` is what a change
# has to pass. The variables below may be given on the command line.

GO          ?= go
VERSION     ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
SPECS       ?= ../shared/kernel-specs
FUZZTIME    ?= 30s
RACE        ?= ./...
PREFIX      ?= /usr/local
DESTDIR     ?=
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
BENCHSTAT   ?= golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
BASE        ?= HEAD
ROUNDS      ?= 6

HOT          = $(GO) test -run '^$$' -bench . -benchmem -benchtime 0.3s $(addprefix ./,$(sort $(dir $(shell git grep -l '^func Benchmark' -- '*_test.go'))))
KERNEL       = $(addprefix ./,$(sort $(dir $(shell git grep -l '"nlua/rtnl/nstest"' -- '*_test.go'))))
# The program's own tests ask little of the kernel, and start it a thousand times: emulated, that takes as long as all others.
LAB          = $(filter-out ././,$(KERNEL))
# The packages that work without asking the kernel for namespaces.
PLAIN        = ./host ./rtnl/codec ./rtnl/gate ./rtnl/names ./rtnl/reckon ./rtnl/state

# Static, without the builder's paths, the same bytes wherever it is built.
export CGO_ENABLED ?= 0
# The profile tells the compiler what is hot: PGO=off builds faster.
PGO    ?= bench/default.pgo
BUILD   = $(GO) build -pgo=$(PGO) -trimpath -buildvcs=false -ldflags '-s -w -buildid= -X main.version=$(VERSION)'
TARGETS = amd64 arm64 arm mips mipsle riscv64

.PHONY: build test race fuzz lint fetch-tools specs check-specs docs check-docs check lab kernel-packages lab-packages plain-packages bench benchstat pgo coverage cross big dist install clean

# A copy: what the linker wrote, page by page through a mapping, stays in small pieces in the page cache, and starts a seventh slower.
build:
	$(BUILD) -o nlua .
	@cp nlua nlua.copy && mv nlua.copy nlua

test:
	$(GO) test ./...

race:
	CGO_ENABLED=1 $(GO) test -race -short $(RACE)

# Every fuzz target of every package, one after the other.
fuzz:
	@set -e; for p in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			echo "$$p $$f"; \
			$(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) $$p; \
		done; \
	done

lint:
	@unformatted=$$(git ls-files -z '*.go' | xargs -0 gofmt -l); \
		[ -z "$$unformatted" ] || { echo "not gofmt'ed:"; echo "$$unformatted"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

fetch-tools:
	@$(GO) run $(STATICCHECK) -version

# The attribute tables, made again from the kernel's own specifications (Documentation/netlink/specs).
specs:
	cd rtnl/spec/gen && $(GO) run . -out .. $(abspath $(SPECS))

check-specs:
	cd rtnl/spec/gen && $(GO) run . -check -out .. $(abspath $(SPECS))

# The reference pages, made again from the rows.
docs:
	$(GO) test -count=1 -run '^TestReference$$' ./bindings -update

check-docs: docs
	git diff --exit-code docs/reference

check: lint check-specs check-docs test

# The tests that touch the kernel, once more on a kernel that has everything (see lab/README.md).
lab:
	$(GO) test -count=1 -short -p 1 -timeout 40m -exec "$(CURDIR)/lab/run -l 2400" $(LAB)

# The packages whose tests use nstest, those of them that go to the lab, and those that go to a big-endian machine.
kernel-packages:
	@echo $(KERNEL)

lab-packages:
	@echo $(LAB)

plain-packages:
	@echo $(PLAIN)

# BENCH takes the options of `go run ./bench -h`. PEERS=1 measures Debian's iproute2 and pyroute2 as well.
bench:
	$(if $(PEERS),dpkg-query -W iproute2 python3-pyroute2 >/dev/null || apt-get -y install iproute2 python3-pyroute2)
	$(GO) run ./bench -out BENCHMARKS.md $(if $(PEERS),-peers) $(BENCH)

# The hot functions and their allocations: the tree's against those of the commit BASE, in turns.
benchstat:
	@set -e; tmp=$$(mktemp -d); trap 'git worktree remove --force $$tmp/tree; rm -rf $$tmp' EXIT; \
	git worktree add -q --detach $$tmp/tree $(BASE); \
	for round in $$(seq $(ROUNDS)); do \
		(cd $$tmp/tree && $(HOT)) >>$$tmp/base; \
		$(HOT) >>$$tmp/tree.txt; \
	done; \
	$(GO) run $(BENCHSTAT) $(BASE)=$$tmp/base tree=$$tmp/tree.txt

# The profile of the hot loops that the builds use: two runs joined, as programs by one of them differ by some percent.
pgo:
	@set -e; tmp=$$(mktemp -d); trap 'rm -rf $$tmp' EXIT; \
	for run in 1 2; do \
		$(GO) test ./bindings -run '^$$' -bench 'Fields|Get|Index|Values|RouteAdd|Batch' -benchtime 4s -cpuprofile $$tmp/$$run -o /dev/null; \
	done; \
	$(GO) tool pprof -proto $$tmp/1 $$tmp/2 >bench/default.pgo

# What part of the kernel's attributes is read and can be set, object by object.
coverage:
	$(GO) test -count=1 -v -run '^TestCoverage$$' ./rtnl/spec

# A 32-bit and a big-endian machine: what would not compile there.
cross:
	GOARCH=arm $(GO) vet ./...
	GOARCH=mips $(GO) build ./...

# Tests on a big-endian machine, by QEMU's emulator of programs (Debian's qemu-user-static).
big:
	GOARCH=mips $(GO) test -short -exec qemu-mips-static $(PLAIN)

dist:
	@rm -rf dist; mkdir -p dist
	@set -e; for arch in $(TARGETS); do \
		GOOS=linux GOARCH=$$arch GOARM=6 GOMIPS=softfloat $(BUILD) -o dist/nlua-linux-$$arch .; \
	done
	@cd dist && sha256sum nlua-* >SHA256SUMS && \
		wc -c nlua-* | awk '{ printf "%7.1f MiB  %s\n", $$1 / 1048576, $$2 }'

# The program, its man page, completion for bash, and the example of a unit, which names the program by its path.
install: build
	install -D -m 755 nlua $(DESTDIR)$(PREFIX)/bin/nlua
	install -D -m 644 docs/nlua.1 $(DESTDIR)$(PREFIX)/share/man/man1/nlua.1
	install -D -m 644 docs/nlua.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/nlua
	install -D -m 644 docs/nlua@.service $(DESTDIR)$(PREFIX)/share/doc/nlua/nlua@.service
	sed -i 's|/usr/local/bin/nlua|$(PREFIX)/bin/nlua|' $(DESTDIR)$(PREFIX)/share/doc/nlua/nlua@.service

clean:
	rm -rf nlua dist build
