import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPostgres } from '#server/storage/database.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { Storage } from '#server/storage/tables.ts'
import { addPlanRow } from '../support/plan-row.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'

describe.skipIf(noPostgres !== null)('the timelines of PostgreSQL', () => {
  let db: Storage
  let first: string
  beforeEach(async () => {
    db = await openPostgres(await freshDatabase(), { onIdleError: () => {} })
    await addPlanRow(db, 'a')
    await addPlanRow(db, 'b')
    first = engineOf(db).timeline.current ?? ''
  })
  afterEach(() => db.destroy())

  const epochOf = async (id: string) =>
    (await db.selectFrom('plans').select('epoch').where('id', '=', id).executeTakeFirstOrThrow())
      .epoch
  /** A standby took over that had the changes of both plans up to 5. */
  const failOver = async () => {
    await sql`insert into timelines (number, name, began_at) values (2, 'x-2', 0)`.execute(db)
    await sql`insert into timeline_heads (number, plan_id, seq) values (2, 'a', 5), (2, 'b', 5)`.execute(
      db,
    )
  }
  const claim = (planId: string, epoch: string, seq: number) =>
    engineOf(db).timeline.renew({ planId, epoch, seq }, first)

  test('a server knows on which one it is, and stores it once', async () => {
    expect(first).toMatch(/^\d+-\d+$/)
    const { rows } = await sql<{ name: string }>`select name from timelines`.execute(db)
    expect(rows).toEqual([{ name: first }])
  })

  test('EP3 a server that knows a change the next timeline began without renews the epoch of that plan, and of no other', async () => {
    await failOver()
    expect(await claim('a', 'epoch-1', 5)).toBe(false)
    expect(await claim('a', 'epoch-1', 6)).toBe(true)
    expect(await epochOf('a')).not.toBe('epoch-1')
    expect(await epochOf('b')).toBe('epoch-1')
  })

  test('EP3 a false claim renews an epoch once, and not again and again', async () => {
    await failOver()
    expect(await claim('a', 'another', Number.MAX_SAFE_INTEGER)).toBe(false)
    expect(await claim('a', 'epoch-1', Number.MAX_SAFE_INTEGER)).toBe(true)
    const renewed = await epochOf('a')
    expect(await claim('a', renewed, Number.MAX_SAFE_INTEGER)).toBe(false)
    expect(await epochOf('a')).toBe(renewed)
  })

  test('EP1 a server that was on a later one, before it was started again, refuses this one; and keeps the one that it is on', async () => {
    const url = await freshDatabase()
    const kept: string[] = []
    const memory = (last: string | null) => ({
      read: () => last,
      write: async (timeline: string) => void kept.push(timeline),
    })
    const onIdleError = () => {}
    const later = first.replace(/\d+$/, '9')
    const refused = openPostgres(url, { onIdleError, timeline: memory(later) })
    const error = await refused.then((opened) => sql`select 1`.execute(opened)).catch(String)
    expect(error).toContain('connection')
    await refused.then((opened) => opened.destroy())
    expect(kept).toEqual([])
    for (const last of [null, first, later.replace(/^\d+/, '1')]) {
      const opened = await openPostgres(url, { onIdleError, timeline: memory(last) })
      await sql`select 1`.execute(opened)
      await opened.destroy()
    }
    expect(kept).toEqual([first, first, first])
    const { timeline } = engineOf(db)
    expect([later, first, '1-9'].map((other) => timeline.isEarlierThan(other))).toEqual([
      true,
      false,
      false,
    ])
  })

  test('a timeline that was never here says nothing: a moved installation keeps its epochs', async () => {
    await failOver()
    expect(
      await engineOf(db).timeline.renew({ planId: 'a', epoch: 'epoch-1', seq: 9 }, 'y-1'),
    ).toBe(false)
  })
})
