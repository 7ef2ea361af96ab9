import type { Guard } from '#server/auth/guard.ts'
import type { Router } from '#server/http/route.ts'
import { createPartsReader, type PartsReading } from '#server/plans/plan-parts.ts'
import type { Clock } from '#server/runtime.ts'
import { getParts } from '#shared/api/parts.ts'
import { AppError } from '#shared/errors.ts'
import { mustBeUnder } from '#shared/limits.ts'

export type PartsDependencies = PartsReading & {
  guard: Guard
  clock: Clock
  readiness: { isStopping(): boolean }
}

/** A change is told within a second, an own look at the log being the cheapest sign of one there is. */
const lookEveryMs = 500

export function mountParts(
  router: Router,
  { guard, clock, readiness, ...given }: PartsDependencies,
): void {
  const readPlanParts = createPartsReader({ ...given, clock })
  const waiting = new Map<string, number>()

  router.member(getParts, async ({ planId, actor, membership, query }) => {
    const { userId } = actor
    const { after, wait = 0 } = query
    const until = clock.elapsed() + wait
    let rights = JSON.stringify(membership)
    let read = await readPlanParts({ planId, userId, ...membership })
    if (after === undefined || read.tag !== after || wait === 0)
      return { ...read, parts: read.tag === after ? null : read.parts }
    mustBeUnder('partsWaitingPerPerson', waiting.get(userId) ?? 0)
    waiting.set(userId, (waiting.get(userId) ?? 0) + 1)
    try {
      while (clock.elapsed() < until && !readiness.isStopping()) {
        await pause(clock, Math.min(lookEveryMs, until - clock.elapsed()))
        // Rights first: who lost them while waiting hears just that.
        if (!guard.isThere(actor)) throw new AppError('not-signed-in')
        const now = await guard.membership(planId, actor)
        if (now === null) throw new AppError('no-access')
        const { seq } = await given.description.find(planId)
        // Rights may have changed between the look at them and the reading, which then shows their number already.
        if (seq === read.seq && JSON.stringify(now) === rights) continue
        rights = JSON.stringify(now)
        read = await readPlanParts({ planId, userId, ...now })
        if (read.tag !== after) return read
      }
      return { ...read, parts: null }
    } finally {
      const left = (waiting.get(userId) ?? 1) - 1
      if (left > 0) waiting.set(userId, left)
      else waiting.delete(userId)
    }
  })
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve)
  })
}
