/** Work on this page that could be lost by leaving it. The open plan says so; whoever wants to leave the page asks. */
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
