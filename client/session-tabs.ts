/** The tabs of a browser share a session: a tab that signs in or out tells the others at once. */
const name = 'wijktafel:session'

/** Opened on first use, because a test that loads this file has no other tabs. */
let channel: BroadcastChannel | null | undefined

function open(): BroadcastChannel | null {
  channel ??= typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  return channel
}

/** Tells other tabs that the session started or ended here. Each tab asks the server for the current session. */
export function tellTabs(): void {
  open()?.postMessage('changed')
}

/** Listens until the returned function is called. */
export function onTabsTold(listener: () => void): () => void {
  const from = open()
  from?.addEventListener('message', listener)
  return () => from?.removeEventListener('message', listener)
}
