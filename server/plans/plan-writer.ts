import type { Clock, Logger } from '#server/runtime.ts'
import { type AuditEntry, appendAudit, type Origin } from '#server/storage/audit-trail.ts'
import type { Appended } from '#server/storage/engine.ts'
import { beginWriting, lockEveryPlan, lockName, lockPlans } from '#server/storage/lock-plans.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { PlanRow, Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { ChangeBody } from '#server/sync/plan-log.ts'
import type { PlanAudience } from '#server/sync/plan-rooms.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanEvent } from '#shared/protocol/events.ts'

/** Tables whose rows are numbered 1, 2, 3, … per plan, without gaps. */
export type NumberedSeries = 'versions' | 'approvals' | 'mandates'

type AuditLine = Pick<AuditEntry, 'action' | 'object' | 'result'> &
  Partial<Pick<AuditEntry, 'actor' | 'onBehalfOf'>>

type Revoked = Parameters<PlanAudience['revoke']>[2]

/** A plan inside a write, with the operations on it. Invalid after its transaction. */
export type WritablePlan = {
  readonly id: string
  /** The user who writes; null for the installation itself. */
  readonly actor: string | null
  /**
   * Appends the next change of the plan's log, with its audit line. `by`: the author, if not the
   * actor.
   */
  append(event: PlanEvent, by?: string | null): Promise<Appended>
  /**
   * Appends several changes, which may include document updates. Returns as many entries, in the
   * given order.
   */
  appendAll(changes: readonly { by: string | null; body: ChangeBody }[]): Promise<Appended[]>
  /** Adds an audit line that no event causes: a refusal, a transferred file or a handed link. */
  audit(line: AuditLine): Promise<void>
  nextNumber(series: NumberedSeries): Promise<number>
  /**
   * After the commit, closes the connections of this user (null: of all users), so that access is
   * decided again (AU1).
   */
  revoke(userId: string | null, reason: Revoked): void
}

/** An existing and locked plan. */
export type LockedPlan = WritablePlan & {
  /** Its row as it was when locked, updated with changes made in this write. */
  readonly row: PlanRow
  /** Locks this name until the transaction ends, for a rule that spans several plans. */
  lockName(name: string): Promise<void>
}

/**
 * The lock of all plans, for a write whose plans depend on what others may be writing to any plan at this moment. On
 * PostgreSQL everybody's writes beside the documents wait for it, and it for the longest of them: only a write that needs
 * it takes it.
 */
export type EveryPlan = {
  /** Once plans are locked it is too late: the write then begins again, with this lock first. */
  hold(): Promise<void>
}

/** The part of a write that belongs to no plan. */
export type AfterCommit = { endSessions(sessionIds: readonly string[]): void }

/**
 * The only way to write anything of a plan beside its document (ADR 0021). Each write is one
 * transaction: the plans are locked before the change reads anything, events and audit lines are
 * appended inside it, and only after the commit are rooms notified and connections closed. A change
 * that throws writes nothing and notifies nobody.
 *
 * There is one database connection: inside a change every statement uses `tx`, and nothing opens
 * another transaction.
 */
export type PlanWriter = {
  /** Rejects with `plan-not-found`, or with the error of the change. */
  writePlan<T>(
    planId: string,
    actor: string | null,
    change: (tx: StorageTransaction, plan: LockedPlan, after: AfterCommit) => Promise<T>,
  ): Promise<T>
  /**
   * Several plans together, all or none, in the order of their ids. `which` may query the database,
   * in the same transaction and before these plans are locked. A missing plan is left out.
   */
  writePlans<T>(
    which:
      | readonly string[]
      | ((tx: StorageTransaction, everyPlan: EveryPlan) => Promise<readonly string[]>),
    actor: string | null,
    change: (
      tx: StorageTransaction,
      plans: readonly LockedPlan[],
      after: AfterCommit,
      everyPlan: EveryPlan,
    ) => Promise<T>,
  ): Promise<T>
  /** A plan that the change itself inserts before its first append. */
  writeNewPlan<T>(
    planId: string,
    actor: string,
    change: (tx: StorageTransaction, plan: WritablePlan) => Promise<T>,
  ): Promise<T>
  /**
   * Sets the audience that is notified of commits. Without an audience (command line), other
   * processes learn of commits from the log.
   */
  setAudience(audience: PlanAudience): void
}

export type KeepAsks = (
  tx: StorageTransaction,
  planId: string,
  appended: { events: readonly PlanEvent[]; now: number },
) => Promise<readonly string[]>

type Effect =
  | { kind: 'changed'; planId: string }
  | { kind: 'revoked'; planId: string; userId: string | null; reason: Revoked }
  | { kind: 'sessions-ended'; sessionIds: readonly string[] }
  | { kind: 'asked'; userIds: readonly string[] }

/** The write learned with its plans locked that it depends on other plans. */
class EveryPlanNeeded extends Error {
  override readonly name = 'EveryPlanNeeded'
}

export function createPlanWriter({
  db,
  log,
  clock,
  logger,
  originOf,
  keepAsks,
}: {
  db: Storage
  log: SqlPlanLog
  clock: Clock
  logger: Logger
  /** The origin of the request that writes. */
  originOf: () => Origin
  /** Runs at the end of a transaction that appended these events to a plan. */
  keepAsks: KeepAsks
}): PlanWriter {
  let audience: PlanAudience | null = null

  /** The only transaction of a plan. Its effects are kept as data until the commit is durable. */
  async function inTransaction<T>(
    write: (tx: StorageTransaction, effects: Effect[]) => Promise<T>,
  ): Promise<T> {
    const effects: Effect[] = []
    const result = await db.transaction().execute((tx) => write(tx, effects))
    if (audience !== null) for (const effect of effects) carryOut(audience, effect)
    return result
  }

  /**
   * The commit stands, so the caller must not get an error. Followers of the log find a missed
   * notification within seconds.
   */
  function carryOut(to: PlanAudience, effect: Effect): void {
    try {
      if (effect.kind === 'changed') to.notifyChanged(effect.planId)
      else if (effect.kind === 'revoked') to.revoke(effect.planId, effect.userId, effect.reason)
      else if (effect.kind === 'asked') to.asked(effect.userIds)
      else to.endSessions(effect.sessionIds)
    } catch (error) {
      logger.error({ err: error, effect: effect.kind }, 'A committed change could not be passed on')
    }
  }

  function writable(
    tx: StorageTransaction,
    {
      planId,
      actor,
      effects,
      events,
    }: { planId: string; actor: string | null; effects: Effect[]; events: PlanEvent[] },
  ): WritablePlan {
    const appendAll: WritablePlan['appendAll'] = async (changes) => {
      for (const { body } of changes) if (body.kind === 'event') events.push(body.event)
      const appended = await log.appendIn(
        tx,
        changes.map(({ by, body }) => ({ planId, actor: by, body })),
      )
      if (!effects.some((effect) => effect.kind === 'changed' && effect.planId === planId))
        effects.push({ kind: 'changed', planId })
      return appended
    }
    return {
      id: planId,
      actor,
      appendAll,
      async append(event, by = actor) {
        const [appended] = await appendAll([{ by, body: { kind: 'event', event } }])
        if (appended === undefined) throw new Error('The log took an event and gave it no number.')
        return appended
      },
      audit: ({ onBehalfOf = null, ...line }) =>
        appendAudit(tx, [
          { planId, at: clock.now(), actor, onBehalfOf, ...line, origin: originOf() },
        ]),
      async nextNumber(series) {
        const last = await tx
          .selectFrom(series)
          .select((eb) => eb.fn.max('number').as('number'))
          .where('plan_id', '=', planId)
          .executeTakeFirst()
        return (last?.number ?? 0) + 1
      },
      revoke(userId, reason) {
        effects.push({ kind: 'revoked', planId, userId, reason })
      },
    }
  }

  const writePlans: PlanWriter['writePlans'] = async (which, actor, change) => {
    try {
      return await writeLocked(which, actor, change, { isEveryPlanHeld: false })
    } catch (error) {
      if (!(error instanceof EveryPlanNeeded)) throw error
      return writeLocked(which, actor, change, { isEveryPlanHeld: true })
    }
  }

  const writeLocked = <T>(
    which: Parameters<typeof writePlans<T>>[0],
    actor: string | null,
    change: Parameters<typeof writePlans<T>>[2],
    { isEveryPlanHeld }: { isEveryPlanHeld: boolean },
  ): Promise<T> =>
    inTransaction(async (tx, effects) => {
      let state: 'open' | 'locked' | 'held' = 'open'
      const everyPlan: EveryPlan = {
        async hold() {
          if (state === 'locked') throw new EveryPlanNeeded()
          if (state === 'open') await lockEveryPlan(tx)
          state = 'held'
        },
      }
      if (typeof which === 'function') await beginWriting(tx)
      if (isEveryPlanHeld) await everyPlan.hold()
      const planIds = typeof which === 'function' ? await which(tx, everyPlan) : which
      if (state === 'open') state = 'locked'
      const rows = await lockPlans(tx, planIds)
      const appended = new Map(rows.map((row): [string, PlanEvent[]] => [row.id, []]))
      const plans = rows.map((row) => ({
        ...writable(tx, { planId: row.id, actor, effects, events: appended.get(row.id) ?? [] }),
        row,
        lockName: (name: string) => lockName(tx, name),
      }))
      const after: AfterCommit = {
        endSessions(sessionIds) {
          if (sessionIds.length > 0) effects.push({ kind: 'sessions-ended', sessionIds })
        },
      }
      const result = await change(tx, plans, after, everyPlan)
      for (const [planId, events] of appended)
        if (events.length > 0) {
          const userIds = await keepAsks(tx, planId, { events, now: clock.now() })
          effects.push({ kind: 'asked', userIds })
        }
      return result
    })

  return {
    writePlans,
    writePlan: (planId, actor, change) =>
      writePlans([planId], actor, async (tx, [plan], after) => {
        if (plan === undefined) throw new AppError('plan-not-found')
        return change(tx, plan, after)
      }),
    writeNewPlan: (planId, actor, change) =>
      inTransaction(async (tx, effects) => {
        // Limits count plans over all of them.
        await lockName(tx, 'new-plan')
        // A new plan asks nobody anything.
        return change(tx, writable(tx, { planId, actor, effects, events: [] }))
      }),
    setAudience(to) {
      audience = to
    },
  }
}
