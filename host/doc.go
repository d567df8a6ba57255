// Package host is the Lua side of nlua without any netlink: a gopher-lua VM made sound, tasks, waiting, interrupts, the
// runner of the command line. Bindings add what scripts call.
//
// Three rules hold the room together:
//
//   - Lua source is compiled by VM.Compile alone, since gopher-lua miscompiles some loops as written.
//   - Go calls Lua, and Lua catches errors, by VM.Call and its kin alone, since LState.PCall harms open upvalues.
//   - Whatever blocks does so inside VM.Wait (other tasks run meanwhile) or VM.Hold (none does): both end at once when
//     the task is cancelled, runs out of time, or the user presses Ctrl-C.
//
// All of a VM but Task.Interrupt and VM.Interrupt belongs to the goroutine that holds the baton: the one that runs Lua.
package host
