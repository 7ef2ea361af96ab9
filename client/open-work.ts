/** Work on this page that leaving it could lose. The open plan registers it; code that leaves the page checks it. */
export type OpenWork = {
  /** True if all work is acknowledged or kept on this device. */
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

/** Waits until all work is acknowledged, as far as possible; true if leaving then loses nothing. */
export async function whenSafe(): Promise<boolean> {
  await Promise.allSettled([...open].map((work) => work.whenSaved()))
  return !losesWork()
}
