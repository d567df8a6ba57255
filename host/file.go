package host

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os/exec"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// reads makes f readable from r.
func (f *file) reads(r io.Reader) {
	f.in = r
	f.r = bufio.NewReader(&fileReader{f})
}

// fileReader fills a file's buffer. What may block is done in a wait of the task that reads.
type fileReader struct{ *file }

func (r *fileReader) Read(p []byte) (n int, err error) {
	if !r.slow {
		return r.in.Read(p)
	}
	werr := r.vm.Wait(r.user, func(cancel <-chan struct{}) error {
		if r.f != nil {
			fds := []unix.PollFd{{Fd: int32(r.f.Fd()), Events: unix.POLLIN}}
			if _, err := PollFds(cancel, fds, -1); err != nil {
				return err
			}
		}
		n, err = r.in.Read(p)
		return err
	})
	if werr != nil {
		return n, werr
	}
	return n, err
}

type fileWriter struct{ *file }

func (w *fileWriter) Write(p []byte) (n int, err error) {
	if !w.slow {
		return w.f.Write(p)
	}
	werr := w.vm.Wait(w.user, func(<-chan struct{}) error {
		n, err = w.f.Write(p)
		return err
	})
	return n, werr
}

// passInterrupt raises an interrupt that ended a read or write.
func (f *file) passInterrupt(L *lua.LState, err error) {
	var in *Interrupt
	if errors.As(err, &in) {
		f.vm.Raise(L, in)
	}
}

func (vm *VM) readAll(L *lua.LState, f *file) ([]byte, error) {
	f.user = L
	return io.ReadAll(f.r)
}

// read is file:read(...) with formats from argument n on.
func (f *file) read(L *lua.LState, n int) int {
	if f.r == nil {
		return fail(L, "", unix.EBADF)
	}
	f.user = L
	if f.std {
		f.vm.flushOut()
	}
	top := L.GetTop()
	if top < n {
		return f.result(L, f.line(L, false))
	}
	for i := n; i <= top; i++ {
		var err error
		if size, ok := L.Get(i).(lua.LNumber); ok {
			err = f.bytes(L, int(size))
		} else {
			switch format := strings.TrimPrefix(L.CheckString(i), "*"); {
			case strings.HasPrefix(format, "n"):
				err = f.number(L)
			case strings.HasPrefix(format, "l"):
				err = f.line(L, false)
			case strings.HasPrefix(format, "L"):
				err = f.line(L, true)
			case strings.HasPrefix(format, "a"):
				var b []byte
				b, err = io.ReadAll(f.r)
				L.Push(lua.LString(b))
			default:
				L.ArgError(i, "invalid format")
			}
		}
		if err != nil {
			if r := f.result(L, err); r != 1 {
				return r
			}
			break
		}
	}
	return L.GetTop() - top
}

// result pushes what a read ends with: nil at the end of the file, or the error.
func (f *file) result(L *lua.LState, err error) int {
	switch {
	case err == nil:
		return 1
	case err == io.EOF:
		L.Push(lua.LNil)
		return 1
	}
	f.passInterrupt(L, err)
	return fail(L, "", err)
}

func (f *file) line(L *lua.LState, keep bool) error {
	b, err := f.r.ReadBytes('\n')
	if len(b) == 0 && err != nil {
		return err
	}
	if err != nil && err != io.EOF {
		return err
	}
	if !keep {
		b = bytes.TrimSuffix(b, []byte("\n"))
	}
	L.Push(lua.LString(b))
	return nil
}

func (f *file) bytes(L *lua.LState, n int) error {
	if n <= 0 {
		if _, err := f.r.Peek(1); err != nil {
			return err
		}
		L.Push(lua.LString(""))
		return nil
	}
	var b bytes.Buffer
	_, err := io.CopyN(&b, f.r, int64(n))
	if b.Len() == 0 && err != nil || err != nil && err != io.EOF {
		return err
	}
	L.Push(lua.LString(b.String()))
	return nil
}

// number reads a number as scanf's %lf would.
func (f *file) number(L *lua.LState) error {
	for {
		c, err := f.r.ReadByte()
		if err != nil {
			return err
		}
		if strings.IndexByte(spaces, c) < 0 {
			_ = f.r.UnreadByte()
			break
		}
	}
	var s []byte
	for len(s) < 200 {
		c, err := f.r.ReadByte()
		if err != nil {
			break
		}
		if strings.IndexByte("+-.0123456789abcdefABCDEFxX", c) < 0 {
			_ = f.r.UnreadByte()
			break
		}
		s = append(s, c)
	}
	n, ok := ParseNumber(string(s))
	if !ok {
		return io.EOF
	}
	L.Push(lua.LNumber(n))
	return nil
}

// lines pushes an iterator over lines; with closing it closes the file at the end.
func (f *file) lines(L *lua.LState, closing bool) int {
	if f.r == nil {
		L.RaiseError("%s: the file is not open for reading", f.name)
	}
	L.Push(L.NewFunction(func(L *lua.LState) int {
		if f.closed {
			L.RaiseError("file is already closed")
		}
		f.user = L
		err := f.line(L, false)
		switch {
		case err == nil:
			return 1
		case err != io.EOF:
			f.passInterrupt(L, err)
			L.RaiseError("%s: %s", f.name, cause(err).Error())
		}
		if closing {
			f.closed = true
			_ = f.f.Close()
		}
		L.Push(lua.LNil)
		return 1
	}))
	return 1
}

// write is file:write(...) with values from argument n on.
func (f *file) write(L *lua.LState, n int) int {
	if f.w == nil {
		return fail(L, "", unix.EBADF)
	}
	f.user = L
	if f.r != nil && f.r.Buffered() > 0 && f.f != nil {
		_, _ = f.f.Seek(-int64(f.r.Buffered()), io.SeekCurrent)
		f.r.Reset(&fileReader{f})
	}
	for i := n; i <= L.GetTop(); i++ {
		v := L.Get(i)
		if !lua.LVCanConvToString(v) {
			L.TypeError(i, lua.LTString)
		}
		text := v.String()
		if n, ok := v.(lua.LNumber); ok {
			text = NumberString(n)
		}
		if _, err := f.w.WriteString(text); err != nil {
			f.passInterrupt(L, err)
			if f.w == f.vm.out {
				f.vm.flushOut()
			}
			return fail(L, "", err)
		}
	}
	switch {
	case f.w == f.vm.out:
		f.vm.wrote()
	case f.auto:
		_ = f.w.Flush()
	}
	L.Push(lua.LTrue)
	return 1
}

func (f *file) flush(L *lua.LState) error {
	if f.w == nil {
		return nil
	}
	f.user = L
	if f.w == f.vm.out {
		return f.vm.flushOut()
	}
	return f.w.Flush()
}

func (f *file) flushResult(L *lua.LState) int {
	if err := f.flush(L); err != nil {
		f.passInterrupt(L, err)
		return fail(L, "", err)
	}
	L.Push(lua.LTrue)
	return 1
}

// close closes the file. Of a program of io.popen it returns the exit status.
func (f *file) close(L *lua.LState) int {
	if f.closed {
		L.RaiseError("attempt to use a closed file")
	}
	err := f.flush(L)
	if f.std {
		L.Push(lua.LNil)
		L.Push(lua.LString("cannot close standard file"))
		return 2
	}
	f.closed = true
	delete(f.vm.writers, f)
	if cerr := f.f.Close(); err == nil {
		err = cerr
	}
	if f.cmd != nil {
		werr := f.vm.waitFor(L, f.cmd)
		var exit *exec.ExitError
		if werr != nil && !errors.As(werr, &exit) {
			f.vm.Raise(L, werr)
		}
		L.Push(lua.LTrue) // and what later Luas say
		L.Push(lua.LString("exit"))
		L.Push(lua.LNumber(exitCode(f.cmd)))
		return 3
	}
	if err != nil {
		f.passInterrupt(L, err)
		return fail(L, "", err)
	}
	L.Push(lua.LTrue)
	return 1
}

var whence = []string{"set", "cur", "end"}

func (f *file) seek(L *lua.LState) int {
	from := L.CheckOption(maxArg(L, 2, "cur"), whence)
	offset := L.OptInt64(3, 0)
	if f.f == nil {
		return fail(L, "", unix.ESPIPE)
	}
	if err := f.flush(L); err != nil {
		return fail(L, "", err)
	}
	if f.r != nil {
		if from == io.SeekCurrent {
			offset -= int64(f.r.Buffered())
		}
		f.r.Reset(&fileReader{f})
	}
	pos, err := f.f.Seek(offset, from)
	if err != nil {
		return fail(L, "", err)
	}
	L.Push(lua.LNumber(pos))
	return 1
}

// maxArg gives argument n its default.
func maxArg(L *lua.LState, n int, value string) int {
	if L.Get(n) == lua.LNil {
		if L.GetTop() < n {
			L.SetTop(n)
		}
		L.Replace(n, lua.LString(value))
	}
	return n
}

func (f *file) setvbuf(L *lua.LState) int {
	f.auto = L.CheckOption(2, []string{"no", "line", "full"}) < 2
	if f.w == f.vm.out && f.w != nil {
		f.vm.tty = f.auto
	}
	L.Push(lua.LTrue)
	return 1
}

// flushFiles writes out the files that a script did not close.
func (vm *VM) flushFiles(L *lua.LState) {
	for f := range vm.writers {
		_ = f.flush(L)
	}
}
