package nl

// Pending is how many sequence numbers wait for the end of their answers.
func (c *Conn) Pending() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.pending)
}
