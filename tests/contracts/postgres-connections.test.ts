import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#server/runtime.ts'
import { openPostgres } from '#server/storage/database.ts'
import { createSqlPlanLog } from '#server/storage/plan-log-sql.ts'
import { meaningOf } from '#server/storage/storage-faults.ts'
import type { Storage } from '#server/storage/tables.ts'
import { limits } from '#shared/limits.ts'
import { addPlanRow } from '../support/plan-row.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { sparePort } from '../support/server-process.ts'

describe.skipIf(noPostgres !== null)('connections to PostgreSQL', () => {
  let db: Storage
  beforeEach(async () => {
    db = await openPostgres(await freshDatabase(), { onIdleError: () => {} })
  })
  afterEach(() => db.destroy())

  test('a keystroke is committed while requests use all connections, and the next request waits for one (limit databaseConnections, commitConnections)', async () => {
    await addPlanRow(db, 'a')
    const log = createSqlPlanLog({ db, clock: systemClock })
    let letGo: () => void = () => {}
    const gate = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const [holding, begun] = [[] as Promise<void>[], [] as Promise<void>[]]
    for (let n = 0; n < limits.databaseConnections.max; n++) {
      begun.push(
        new Promise((started) => {
          holding.push(
            db.transaction().execute(async () => {
              started()
              await gate
            }),
          )
        }),
      )
    }
    await Promise.all(begun)
    let isAnswered = false
    const waiting = log.heads(['a']).then((heads) => {
      isAnswered = true
      return heads
    })
    const update = { kind: 'update', update: new Uint8Array([1]) } as const
    const appended = await Promise.all(
      Array.from({ length: limits.commitConnections.max + 1 }, () =>
        log.append([{ planId: 'a', actor: null, body: update }]),
      ),
    )
    expect(
      appended
        .flat()
        .map(({ seq }) => seq)
        .toSorted(),
    ).toEqual([1, 2, 3])
    expect(isAnswered).toBe(false)
    // Longer than a connection may take to be made: waiting for one in use is no lost database.
    await new Promise((resolve) => setTimeout(resolve, 1_700))
    expect(isAnswered).toBe(false)
    letGo()
    await Promise.all(holding)
    expect(await waiting).toEqual(new Map([['a', { epoch: 'epoch-1', seq: 3 }]]))
  })

  test('ST8 a server that can not be reached refuses, and is no fault of the process', async () => {
    const url = `postgres://postgres@127.0.0.1:${await sparePort()}/postgres`
    const error = await openPostgres(url, { onIdleError: () => {} }).catch((reason) => reason)
    expect(meaningOf(error)).toEqual({ code: '08006', meaning: 'refuse' })
  })
})
