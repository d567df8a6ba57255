package netns_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"nlua/rtnl/netns"
	"nlua/rtnl/nstest"
)

// helperEnv makes the test binary a program that isolates itself, as nlua --unshare does.
const helperEnv = "NETNS_TEST_HELPER"

func TestMain(m *testing.M) {
	if what := os.Getenv(helperEnv); what != "" {
		os.Exit(helper(what))
	}
	nstest.Main(m)
}

func helper(what string) int {
	inside, err := netns.Furnish()
	if err != nil {
		fmt.Println(err)
		return 99
	}
	if !inside {
		status, err := netns.RunIsolated(os.Args[1:])
		if err != nil {
			fmt.Println(err)
			return 98
		}
		return status
	}
	switch what {
	case "status":
		return 7
	case "killed":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "signals": // counts them until its input ends
		signals := make(chan os.Signal, 16)
		signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
		fmt.Println("ready", os.Getpid())
		ended := make(chan bool)
		go func() {
			for in := bufio.NewScanner(os.Stdin); in.Scan() && in.Text() != "end"; {
			}
			close(ended)
		}()
		for {
			select {
			case s := <-signals:
				fmt.Println("got", s)
			case <-ended:
				return 0
			}
		}
	case "names":
		if _, err := netns.Create("inner"); err != nil {
			fmt.Println(err)
			return 97
		}
		names, err := netns.List()
		fmt.Println(names, err, os.Getenv("NLUA_ISOLATED") == "")
	case "cat":
		fmt.Println("ready")
		io.Copy(os.Stdout, os.Stdin)
	case "sleep":
		fmt.Println("ready")
		time.Sleep(time.Hour)
	}
	return 0
}
