/** Other tabs of this browser share its session: one that signs out or in tells the others, so that none waits to find out. */
const name = 'wijktafel:session'

/** Made when it is first used: a test that loads this file has no other tabs. */
let channel: BroadcastChannel | null | undefined

function open(): BroadcastChannel | null {
  channel ??= typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  return channel
}

/** Tells other tabs that the session started or ended here. Each tab asks the server for the current session. */
export function tellTabs(): void {
  open()?.postMessage('changed')
}

/** Until the returned function is called. */
export function onTabsTold(listener: () => void): () => void {
  const from = open()
  from?.addEventListener('message', listener)
  return () => from?.removeEventListener('message', listener)
}
