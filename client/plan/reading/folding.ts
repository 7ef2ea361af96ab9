import { useCallback, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { createListeners } from '#client/sync/source.ts'

/**
 * Which cards and sections of a plan are folded: a preference of a device and no part of the plan, so that folding disturbs
 * nobody. A name is that of a place on the screen (`row/themes/t1`, `section/begroting`).
 */
const FoldingSchema = z.object({
  /** Cards are open unless they are named, instead of folded. */
  opensAll: z.boolean().default(false),
  /** The places that are not as the others of their kind. */
  others: z.array(z.string()).default([]),
})
type Folding = z.infer<typeof FoldingSchema>

/** Older names are dropped: rows come and go during the years of a plan. */
const mostNames = 2_000

const keyOf = (planId: string) => `wijktafel:folding:${planId}`
const changed = createListeners()
/** The plan that is open, as a set for quick look-ups. */
let current: { planId: string; opensAll: boolean; others: ReadonlySet<string> } | null = null
/** While the page is printed, everything is open. */
let isPrinting = false

function read(planId: string): NonNullable<typeof current> {
  if (current?.planId === planId) return current
  const { opensAll, others } = readStored(planId)
  current = { planId, opensAll, others: new Set(others) }
  return current
}

function readStored(planId: string): Folding {
  try {
    return FoldingSchema.parse(JSON.parse(localStorage.getItem(keyOf(planId)) ?? '{}'))
  } catch {
    return { opensAll: false, others: [] }
  }
}

function write(planId: string, { opensAll, others }: Folding): void {
  const kept = others.slice(-mostNames)
  current = { planId, opensAll, others: new Set(kept) }
  try {
    localStorage.setItem(keyOf(planId), JSON.stringify({ opensAll, others: kept }))
  } catch {
    // Without storage it holds until the page is closed.
  }
  changed.call()
}

/** A section is open unless it is named; a card is folded unless it is named, or the other way round. */
const isOpenByDefault = (name: string, opensAll: boolean) => opensAll || name.startsWith('section/')

export function isOpen(planId: string, name: string): boolean {
  const { opensAll, others } = read(planId)
  return isPrinting || isOpenByDefault(name, opensAll) !== others.has(name)
}

/** Opens or folds these places; the others stay as they are. */
export function setOpen(planId: string, names: readonly string[], isWanted: boolean): void {
  const { opensAll, others } = read(planId)
  const next = new Set(others)
  for (const name of names)
    if (isOpenByDefault(name, opensAll) === isWanted) next.delete(name)
    else {
      // The last named is the last dropped.
      next.delete(name)
      next.add(name)
    }
  const isSame = next.size === others.size && [...next].every((name) => others.has(name))
  if (!isSame) write(planId, { opensAll, others: [...next] })
}

/** Opens all of the page while it is printed. The browser prints the page as it is when the listeners of this event return. */
export function printOpen(isNow: boolean): void {
  isPrinting = isNow
  changed.call()
}

/** Whether a card or a section is open, and the means to change that. */
export function useFold(
  planId: string,
  name: string,
): [isOpen: boolean, set: (to: boolean) => void] {
  const shown = useSyncExternalStore(changed.add, () => isOpen(planId, name))
  const set = useCallback((to: boolean) => setOpen(planId, [name], to), [planId, name])
  return [shown, set]
}

/** How many of these places are open. */
export function useOpenCountOf(planId: string, names: readonly string[]): number {
  return useSyncExternalStore(
    changed.add,
    () => names.filter((name) => isOpen(planId, name)).length,
  )
}
