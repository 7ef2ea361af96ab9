import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { touchedPlaces } from '#server/plans/touched-places.ts'
import { silentLogger } from '#server/runtime.ts'
import type { ChangeObserver } from '#server/sync/plan-rooms.ts'
import { planValues } from '#shared/plan/layout.ts'
import type { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'

/** The changes of the amount: author and position in the log, and the value before. */
let noted: string[]
let looks: number
let network: SimNetwork
let noor: SimClient
let els: SimClient

beforeEach(async () => {
  noted = []
  looks = 0
  const observer: ChangeObserver = () => (transaction) => {
    looks++
    const parts = touchedPlaces(transaction)
    return ({ seq, actor }) =>
      noted.push(...parts.map(({ part, old_value }) => `${seq} ${actor} ${part} ${old_value}`))
  }
  network = new SimNetwork(undefined, silentLogger, { observer })
  noor = network.join({ name: 'Noor' })
  els = network.join({ name: 'Els' })
  await network.flush()
})
afterEach(() => network.close())

const set = (client: SimClient, cents: number) =>
  planValues(client.doc).set('availableBudgetCents', cents)

describe('the observer of the changes of an open plan', () => {
  test('each change comes with its author and the value before, in the order of the log', async () => {
    set(noor, 10)
    await network.flush()
    set(els, 20)
    set(els, 25)
    await network.flush()
    set(noor, 30)
    await network.flush()
    expect(noted).toEqual([
      '1 Noor availableBudgetCents null',
      '2 Els availableBudgetCents 10',
      '3 Els availableBudgetCents 20',
      '4 Noor availableBudgetCents 25',
    ])
  })

  test('two who change an amount at once: the old one is what stood there, or what the first of them made of it', async () => {
    set(noor, 10)
    await network.flush()
    set(noor, 20)
    set(els, 30)
    await network.flush()
    const [first, second] = noted.slice(1).map((line) => line.split(' '))
    expect(first?.at(-1)).toBe('10')
    // Their client ids decide which of the two values wins; a second value that loses changed
    // nothing.
    const stands = planValues(noor.doc).get('availableBudgetCents')
    const isSecond = (first?.[1] === 'Noor' ? 30 : 20) === stands
    expect(second?.at(-1)).toBe(isSecond ? (first?.[1] === 'Noor' ? '20' : '30') : undefined)
  })

  test('an uncommitted change is not observed, and a change of another in the log is', async () => {
    network.log.failNext()
    set(noor, 10)
    await network.flush()
    expect(noted).toEqual([])
    const theirs = new Y.Doc()
    planValues(theirs).set('availableBudgetCents', 50)
    await network.log.append([
      {
        planId: 'plan',
        actor: 'Rens',
        body: { kind: 'update', update: Y.encodeStateAsUpdate(theirs) },
      },
    ])
    network.rooms.notifyChanged('plan')
    const rens = network.join({ name: 'Rens' })
    await network.flush()
    const late = new Y.Doc()
    planValues(late).set('budgetYearCents', 7)
    await network.log.append([
      {
        planId: 'plan',
        actor: 'Rens',
        body: { kind: 'update', update: Y.encodeStateAsUpdate(late) },
      },
    ])
    network.rooms.notifyChanged('plan')
    await network.flush()
    expect(noted).toEqual(['2 Rens budgetYearCents null'])
    expect(planValues(rens.doc).get('budgetYearCents')).toBe(7)
  })

  test('a write of one’s own counts once, also when another’s came into the log before it', async () => {
    set(noor, 10)
    const theirs = new Y.Doc()
    planValues(theirs).set('budgetYearCents', 50)
    while (noor.deliverUp()) {
      // The update is tried and waits for its commit.
    }
    await network.log.append([
      {
        planId: 'plan',
        actor: 'Rens',
        body: { kind: 'update', update: Y.encodeStateAsUpdate(theirs) },
      },
    ])
    await network.flush()
    expect(noted.toSorted()).toEqual([
      '1 Rens budgetYearCents null',
      '2 Noor availableBudgetCents null',
    ])
    expect(looks).toBeGreaterThan(0)
  })
})
