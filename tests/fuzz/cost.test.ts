import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import { Random } from '../support/random.ts'
import { countSteps } from '../support/step-counter.ts'
import { costOf, type Gauge } from './cost-run.ts'
import { type AttackName, attackNames, attacks } from './costly-updates.ts'

const unmeasured: Gauge = { begin() {}, end: () => 0 }
const random = () => new Random(1)

/** The steps of Yjs alone for the same bytes, as a browser or an unbounded server would take them. */
const stepsOfYjs = async (name: AttackName, size: number) => {
  const updates = attacks[name](size, random())
  return await countSteps(() => {
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
  })
}

/** The cost that the size of an attack explains: the records of Yjs and of our scan per struct. */
const stepsPerByte = 15
const size = 6_000

describe('LI8 the cost of an update', () => {
  test.each(attackNames)('is explained by its size, or bounded: %s', async (name) => {
    let bytes = 0
    const steps = await countSteps(async () => {
      bytes = (await costOf(name, size, unmeasured)).bytes
    })
    expect(steps).toBeLessThan(bytes * stepsPerByte + limits.updateWork.max)
  })

  test.each([
    'many clients at one place, the later ones after the earlier',
    'one client that always begins at the front of a long list, up to its end',
  ] as const)('is not bounded by Yjs itself: %s', async (name) => {
    const [small, large] = [await stepsOfYjs(name, 300), await stepsOfYjs(name, 1_200)]
    expect(large / small).toBeGreaterThan(10)
  })
})
