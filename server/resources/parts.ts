import type { Actor, Guard } from '#server/auth/guard.ts'
import type { Router } from '#server/http/router.ts'
import { createPartsReader, type PartsReading, type TaggedParts } from '#server/plans/plan-parts.ts'
import type { Clock } from '#server/runtime.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { getParts } from '#shared/api/parts.ts'
import { AppError } from '#shared/errors.ts'
import { mustBeUnder } from '#shared/limits.ts'

export type PartsDependencies = PartsReading & {
  guard: Guard
  clock: Clock
  rooms: Pick<PlanRooms, 'listen'>
  readiness: { isStopping(): boolean }
}

/**
 * The parts of a plan, and the wait for another state of them. The plan's room signals a possible
 * change; the request then reads the parts and answers only if their tag differs. So the answer
 * reveals neither a change in the rest nor that there was one.
 */
export function mountParts(
  router: Router,
  { guard, clock, rooms, readiness, ...given }: PartsDependencies,
): void {
  const readPlanParts = createPartsReader({ ...given, clock })
  const waiting = new Map<string, number>()

  router.member(getParts, async ({ planId, actor, membership, query }) => {
    const { userId } = actor
    const { after, wait = 0 } = query
    const read = () => readPlanParts({ planId, userId, ...membership })
    if (after === undefined || wait === 0) {
      const now = await read()
      return now.tag === after ? { ...now, parts: null } : now
    }
    const wakeUp = createWakeUp(clock)
    // Registered before the reading, so that a change during the reading is signalled.
    const stop = rooms.listen(planId, { sessionId: actor.sessionId, onChanged: wakeUp.wake })
    try {
      const now = await read()
      if (now.tag !== after) return now
      return await whileWaiting(userId, () =>
        nextState({ planId, actor, after, wait, now, wakeUp }),
      )
    } finally {
      stop()
    }
  })

  async function whileWaiting<T>(userId: string, wait: () => Promise<T>): Promise<T> {
    mustBeUnder('partsWaitingPerPerson', waiting.get(userId) ?? 0)
    waiting.set(userId, (waiting.get(userId) ?? 0) + 1)
    try {
      return await wait()
    } finally {
      const left = (waiting.get(userId) ?? 1) - 1
      if (left > 0) waiting.set(userId, left)
      else waiting.delete(userId)
    }
  }

  /** The first state with another tag; parts is null if none came in time. */
  async function nextState({ planId, actor, after, wait, now, wakeUp }: Waiting) {
    const until = clock.elapsed() + wait
    let last = now
    while (!readiness.isStopping() && (await wakeUp.within(until - clock.elapsed()))) {
      // Rights are checked first: a user who lost them while waiting gets only that refusal.
      if (!(await guard.isThere(actor))) throw new AppError('not-signed-in')
      const membership = await guard.membership(planId, actor)
      if (membership === null) throw new AppError('no-access')
      last = await readPlanParts({ planId, userId: actor.userId, ...membership })
      if (last.tag !== after) return last
    }
    return { ...last, parts: null }
  }
}

type Waiting = {
  planId: string
  actor: Actor
  after: string
  wait: number
  now: TaggedParts
  wakeUp: ReturnType<typeof createWakeUp>
}

/** Remembers a signal that arrived while nobody waited. */
function createWakeUp(clock: Clock) {
  let isWoken = false
  let resolve: (isWoken: boolean) => void = () => {}
  return {
    wake(): void {
      isWoken = true
      resolve(true)
    },
    /** True if a signal arrives within this many milliseconds, or arrived since the last call. */
    async within(ms: number): Promise<boolean> {
      if (!isWoken && ms > 0) {
        const cancel = clock.after(ms, () => resolve(false))
        await new Promise<boolean>((settle) => {
          resolve = settle
        })
        cancel()
      }
      const was = isWoken && ms > 0
      isWoken = false
      return was
    },
  }
}
