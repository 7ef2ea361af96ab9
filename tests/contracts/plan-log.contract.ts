import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewChange, PlanLog } from '#server/sync/plan-log.ts'

export type PlanLogUnderTest = {
  log: PlanLog
  addPlan(planId: string): Promise<void>
  removePlan(planId: string): Promise<void>
  /** The log as the next process opens it. */
  reopen(): Promise<PlanLog>
  /** The log as a concurrent process has it open; only for storage that allows one. */
  beside?(): Promise<PlanLog>
  close(): Promise<void>
}

/** The suite that every PlanLog must pass, so that tests of a room on memory also hold on disk. */
export function planLogContract(name: string, open: () => Promise<PlanLogUnderTest>): void {
  describe(`PlanLog: ${name}`, () => {
    let subject: PlanLogUnderTest
    let log: PlanLog
    beforeEach(async () => {
      subject = await open()
      log = subject.log
      await subject.addPlan('a')
      await subject.addPlan('b')
    })
    afterEach(() => subject.close())

    it('LG1 numbers the changes of each plan from 1 without gaps, in the order given', async () => {
      const first = await log.append([update('a', 1), update('b', 2), update('a', 3)])
      const second = await log.append([update('a', 4), event('b')])
      expect(first.map((answer) => answer.seq)).toEqual([1, 1, 2])
      expect(second.map((answer) => answer.seq)).toEqual([3, 2])
      expect(await bytesOf(log, 'a')).toEqual([1, 3, 4])
    })

    it('LG1 keeps numbers whole when many append at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => log.append([update('a', n), update('b', n)])),
      )
      const seqs = answers.map((answer) => answer[0]?.seq).sort((x, y) => (x ?? 0) - (y ?? 0))
      expect(seqs).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
      expect((await log.load('a'))?.changes.map((change) => change.seq)).toEqual(seqs)
    })

    it('UP1 commits all or none: one unknown plan refuses the whole group', async () => {
      await expect(log.append([update('a', 1), update('nowhere', 2)])).rejects.toMatchObject({
        code: 'plan-not-found',
      })
      expect((await log.load('a'))?.seq).toBe(0)
      expect((await log.append([update('a', 3)]))[0]?.seq).toBe(1)
    })

    it('UP2 refuses a change of which another one committed the clocks after its basis, and commits nothing', async () => {
      await log.append([update('a', 1), event('a'), update('a', 2)])
      const overtaken = on(1, [2], update('a', 9))
      await expect(log.append([update('b', 1), overtaken])).rejects.toMatchObject({
        code: 'behind',
      })
      expect([(await log.load('a'))?.seq, (await log.load('b'))?.seq]).toEqual([3, 0])
      const accepted = [on(3, [2], update('a', 3)), on(1, [1], update('a', 4)), update('b', 1)]
      expect((await log.append(accepted)).map(({ seq }) => seq)).toEqual([4, 5, 1])
    })

    it('UP2 refuses a change that can no longer be compared with those that were compacted', async () => {
      await log.append([update('a', 1), update('a', 2)])
      await log.saveSnapshot('a', 2, new Uint8Array([42]))
      await expect(log.append([on(1, [], update('a', 9))])).rejects.toMatchObject({
        code: 'behind',
      })
      expect((await log.append([on(2, [], update('a', 9))]))[0]?.seq).toBe(3)
    })

    it('AK1 AK2 an answered change is there after a restart', async () => {
      await log.append([update('a', 7), event('a')])
      const after = await subject.reopen()
      const loaded = await after.load('a')
      expect(loaded?.seq).toBe(2)
      expect(loaded?.changes.map((change) => change.body.kind)).toEqual(['update', 'event'])
      expect((await after.append([update('a', 8)]))[0]?.seq).toBe(3)
    })

    it('gives back actor, time, event and bytes as they were, as plain bytes', async () => {
      const [answer] = await log.append([update('a', 9, 'u1'), event('a', 'u2')])
      const loaded = await log.load('a')
      expect(loaded?.changes).toEqual([
        {
          seq: 1,
          at: answer?.at,
          actor: 'u1',
          body: { kind: 'update', update: new Uint8Array([9]) },
        },
        {
          seq: 2,
          at: answer?.at,
          actor: 'u2',
          body: { kind: 'event', event: { type: 'plan.changed' } },
        },
      ])
      const body = loaded?.changes[0]?.body
      expect(body?.kind === 'update' && Object.getPrototypeOf(body.update)).toBe(
        Uint8Array.prototype,
      )
    })

    it('keeps its own copy of an update and takes a view into a larger buffer', async () => {
      const buffer = new Uint8Array([0, 5, 6, 0])
      await log.append([
        { planId: 'a', actor: null, body: { kind: 'update', update: buffer.subarray(1, 3) } },
      ])
      buffer.fill(0)
      const body = (await log.load('a'))?.changes[0]?.body
      expect(body).toEqual({ kind: 'update', update: new Uint8Array([5, 6]) })
    })

    it('takes an empty group and an update without bytes', async () => {
      expect(await log.append([])).toEqual([])
      await log.append([
        { planId: 'a', actor: null, body: { kind: 'update', update: new Uint8Array() } },
      ])
      expect((await log.load('a'))?.changes[0]?.body).toEqual({
        kind: 'update',
        update: new Uint8Array(),
      })
    })

    it('answers null for a plan that is not there, and refuses to tell its changes', async () => {
      expect(await log.load('nowhere')).toBeNull()
      await expect(log.since('nowhere', 0)).rejects.toMatchObject({ code: 'plan-not-found' })
      await subject.removePlan('a')
      expect(await log.load('a')).toBeNull()
      await expect(log.append([update('a', 1)])).rejects.toMatchObject({ code: 'plan-not-found' })
    })

    it('LG2 since(n) gives what came after n, in order', async () => {
      await log.append([update('a', 1), event('a'), update('a', 3)])
      const later = await log.since('a', 1)
      expect(later.kind === 'changes' && later.changes.map((change) => change.seq)).toEqual([2, 3])
      expect(await log.since('a', 3)).toEqual({ kind: 'changes', changes: [] })
    })

    it('LG2 since(n) says pruned when a snapshot took away part of the answer', async () => {
      await log.append([update('a', 1), update('a', 2), update('a', 3)])
      await log.saveSnapshot('a', 2, new Uint8Array([42]))
      expect(await log.since('a', 0)).toEqual({ kind: 'pruned' })
      expect((await log.since('a', 2)).kind).toBe('changes')
    })

    it('LG2 events outlive a snapshot: a reader who missed only events is not told pruned', async () => {
      await log.append([update('a', 1), event('a'), event('a')])
      await log.saveSnapshot('a', 3, new Uint8Array([42]))
      expect((await log.since('a', 1)).kind).toBe('changes')
    })

    it('EV2 tells the number of the last event, also of one that lies before the snapshot', async () => {
      await log.append([update('a', 1)])
      expect((await log.load('a'))?.eventSeq).toBe(0)
      await log.append([event('a'), update('a', 2), event('b')])
      expect((await log.load('a'))?.eventSeq).toBe(2)
      await log.saveSnapshot('a', 3, new Uint8Array([42]))
      await log.append([update('a', 3)])
      expect((await (await subject.reopen()).load('a'))?.eventSeq).toBe(2)
    })

    it('AK2 loads a snapshot with only the changes after it', async () => {
      await log.append([update('a', 1), update('a', 2)])
      await log.saveSnapshot('a', 2, new Uint8Array([42]))
      await log.append([update('a', 3)])
      const loaded = await (await subject.reopen()).load('a')
      expect(loaded).toMatchObject({ seq: 3, snapshot: new Uint8Array([42]), snapshotSeq: 2 })
      expect(loaded?.changes.map((change) => change.seq)).toEqual([3])
    })

    it('LG8 heads gives the last number of each plan that is there, in one look', async () => {
      await log.append([update('a', 1), update('b', 2), update('a', 3)])
      await log.saveSnapshot('a', 2, new Uint8Array([42]))
      const { epoch = '' } = (await log.load('a')) ?? {}
      expect(await log.heads(['a', 'b', 'nowhere'])).toEqual(
        new Map([
          ['a', { epoch, seq: 2 }],
          ['b', { epoch, seq: 1 }],
        ]),
      )
      await subject.removePlan('b')
      const many = Array.from({ length: 1_200 }, (_, n) => `nowhere-${n}`)
      expect(await log.heads([...many, 'b', 'a'])).toEqual(new Map([['a', { epoch, seq: 2 }]]))
      expect(await log.heads([])).toEqual(new Map())
    })

    it('LG9 loads with a snapshot the events before it that someone who is behind has not seen', async () => {
      await log.append([event('a', 'u1'), update('a', 1), event('a', 'u2'), update('a', 2)])
      await log.append([event('a', 'u3')])
      await log.saveSnapshot('a', 4, new Uint8Array([42]))
      expect((await log.load('a'))?.events).toEqual([])
      const loaded = await log.load('a', 1)
      expect(loaded?.events.map(({ seq, actor }) => [seq, actor])).toEqual([[3, 'u2']])
      expect(loaded?.changes.map(({ seq }) => seq)).toEqual([5])
      expect((await log.load('a', 9))?.events).toEqual([])
    })

    it('keeps the newest of two snapshots and refuses one beyond the log', async () => {
      await log.append([update('a', 1), update('a', 2)])
      await log.saveSnapshot('a', 2, new Uint8Array([2]))
      await log.saveSnapshot('a', 1, new Uint8Array([1]))
      expect(await log.load('a')).toMatchObject({ snapshot: new Uint8Array([2]), snapshotSeq: 2 })
      await expect(log.saveSnapshot('a', 9, new Uint8Array([9]))).rejects.toThrow(/beyond/)
      await expect(log.saveSnapshot('nowhere', 0, new Uint8Array())).rejects.toMatchObject({
        code: 'plan-not-found',
      })
    })

    it('LG1 two processes that append to the same plans at once share no number', async () => {
      if (subject.beside === undefined) return
      const logs = [log, await subject.beside()]
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) => {
          const both = [update('a', n), update('b', n)]
          return logs[n % 2]?.append(n % 3 === 0 ? both.toReversed() : both)
        }),
      )
      expect(answers.flatMap((answer) => answer?.map(({ seq }) => seq) ?? []).toSorted()).toEqual(
        Array.from({ length: 80 }, (_, n) => Math.floor(n / 2) + 1).toSorted(),
      )
      for (const reader of logs) {
        const loaded = await reader.load('a')
        expect(loaded?.changes.map(({ seq }) => seq)).toEqual(
          Array.from({ length: 40 }, (_, n) => n + 1),
        )
        expect(loaded?.changes.map(({ at }) => at).toSorted()).toEqual(
          loaded?.changes.map(({ at }) => at),
        )
      }
    })

    it('LG1 LG2 a reading is of one moment while another process appends and compacts', async () => {
      if (subject.beside === undefined) return
      const other = await subject.beside()
      let isWriting = true
      const writing = (async () => {
        for (let n = 1; n <= 60; n++) {
          await other.append([update('a', n)])
          if (n % 5 === 0) await other.saveSnapshot('a', n, new Uint8Array([n]))
        }
        isWriting = false
      })()
      let readings = 0
      while (isWriting) {
        const loaded = await log.load('a')
        const after = await log.since('a', loaded?.seq ?? 0)
        readings++
        expect(loaded?.changes.length).toBe((loaded?.seq ?? 0) - (loaded?.snapshotSeq ?? 0))
        if (after.kind === 'changes' && after.changes.length > 0)
          expect(after.changes[0]?.seq).toBe((loaded?.seq ?? 0) + 1)
      }
      await writing
      expect(readings).toBeGreaterThan(0)
    })

    it('of two processes that compact at once the newest snapshot stays', async () => {
      if (subject.beside === undefined) return
      const other = await subject.beside()
      await log.append(Array.from({ length: 20 }, (_, n) => update('a', n)))
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 === 0 ? log : other).saveSnapshot('a', n + 1, new Uint8Array([n + 1])),
        ),
      )
      expect(await log.load('a')).toMatchObject({ snapshotSeq: 20, changes: [] })
    })

    it('keeps the epoch of a plan', async () => {
      const before = (await log.load('a'))?.epoch
      await log.append([update('a', 1)])
      expect(before).toBeTruthy()
      expect((await (await subject.reopen()).load('a'))?.epoch).toBe(before)
    })
  })
}

function update(planId: string, byte: number, actor: string | null = null): NewChange {
  return { planId, actor, body: { kind: 'update', update: new Uint8Array([byte]) } }
}

/** The change, tried on the log up to `seq`; it has clocks in common with updates of these bytes. */
function on(seq: number, shared: readonly number[], change: NewChange): NewChange {
  const sharesClocksWith = ([byte = 0]: Uint8Array) => shared.includes(byte)
  return { ...change, basis: { seq: () => seq, sharesClocksWith } }
}

function event(planId: string, actor: string | null = null): NewChange {
  return { planId, actor, body: { kind: 'event', event: { type: 'plan.changed' } } }
}

async function bytesOf(log: PlanLog, planId: string): Promise<number[]> {
  const changes = (await log.load(planId))?.changes ?? []
  return changes.map((change) =>
    change.body.kind === 'update' ? (change.body.update[0] ?? -1) : -1,
  )
}
