/** Other tabs of this browser share its session: one that signs out or in tells the others, so that none waits to find out. */
const name = 'wijktafel:session'

/** Made when it is first used: a test that loads this file has no other tabs. */
let channel: BroadcastChannel | null | undefined

function open(): BroadcastChannel | null {
  channel ??= typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  return channel
}

/** The session of this browser began or ended here. What it is now the server says, to each tab. */
export function tellTabs(): void {
  open()?.postMessage('changed')
}

/** Until the returned function is called. */
export function onTabsTold(listener: () => void): () => void {
  const from = open()
  from?.addEventListener('message', listener)
  return () => from?.removeEventListener('message', listener)
}
