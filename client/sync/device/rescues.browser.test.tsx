import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { seedPlan } from '#shared/plan/seed.ts'
import { copyName } from './copy-names.ts'
import { openIndexedDbCopy } from './indexeddb-copy.ts'
import { readManifest, writeManifest } from './offline-manifest.ts'
import { readRescue } from './read-rescue.ts'
import { addRescue, dropOldRescues, type Rescue, rescuesOf } from './rescues.ts'

const format = FormatSchema.parse(medrie)
const dayMs = 24 * 60 * 60 * 1000
const at = Date.UTC(2026, 10, 22)
afterEach(() => localStorage.clear())

async function keepCopy(): Promise<Rescue> {
  const rescue: Rescue = {
    userId: 'anna',
    planId: crypto.randomUUID(),
    epoch: 'e1',
    reason: 'no-access',
    title: 'Wijkplan Lindewijk',
    format: { id: format.id, version: format.version },
    hasUnsent: true,
    at,
  }
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedPlan(format, { values: { wijk: 'Lindewijk' } }, () => crypto.randomUUID()),
  )
  const copy = openIndexedDbCopy(rescue, doc)
  await copy.whenLoaded
  copy.close()
  writeManifest('anna', rescue.planId, {
    epoch: 'e1',
    role: 'editor',
    isWhole: true,
    timeline: null,
    seq: 0,
  })
  addRescue(rescue)
  return rescue
}

const isThere = async (rescue: Rescue) =>
  (await indexedDB.databases()).some(({ name }) => name === copyName(rescue))

it('OF3 a copy that nobody took can be read for a week, and then leaves the device, however often it was looked at', async () => {
  const rescue = await keepCopy()
  addRescue({ ...rescue, at: at + 5 * dayMs })
  expect((await readRescue(rescue, format, at)).text).toContain('Lindewijk')
  expect(dropOldRescues(at + 7 * dayMs - 1)).toEqual([])
  expect(rescuesOf('anna')).toHaveLength(1)
  expect(rescuesOf('joke')).toEqual([])

  expect(dropOldRescues(at + 7 * dayMs).map(({ title }) => title)).toEqual(['Wijkplan Lindewijk'])
  await expect.poll(() => isThere(rescue)).toBe(false)
  expect([rescuesOf('anna').length, readManifest('anna', rescue.planId)]).toEqual([0, null])
})

it('an older copy goes without what came after it', async () => {
  const rescue = await keepCopy()
  writeManifest('anna', rescue.planId, {
    epoch: 'e2',
    role: 'editor',
    isWhole: true,
    timeline: null,
    seq: 0,
  })
  dropOldRescues(at + 8 * dayMs)
  expect(readManifest('anna', rescue.planId)?.epoch).toBe('e2')
})
