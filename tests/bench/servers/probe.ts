/**
 * Loaded into every server of the benchmark before the server itself (`--import`), so that memory is asked in the same
 * way of all: after a full garbage collection.
 */
process.on('message', () => {
  globalThis.gc?.()
  globalThis.gc?.()
  process.send?.(process.memoryUsage())
})
// A listener alone would keep a server from ending.
process.channel?.unref()
