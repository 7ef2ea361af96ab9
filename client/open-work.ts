/** Work on this page that leaving it could lose. The open plan registers it; code that leaves the page checks it. */
export type OpenWork = {
  /** Acknowledged, or kept on this device. */
  isSafe(): boolean
  whenSaved(): Promise<void>
}

const open = new Set<OpenWork>()

export function registerWork(work: OpenWork): () => void {
  open.add(work)
  return () => open.delete(work)
}

export function losesWork(): boolean {
  return [...open].some((work) => !work.isSafe())
}

/** Waits until everything is acknowledged, as far as that can be; then whether nothing would be lost. */
export async function whenSafe(): Promise<boolean> {
  await Promise.allSettled([...open].map((work) => work.whenSaved()))
  return !losesWork()
}
