import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { fieldFragment, planValues } from '#shared/plan/layout.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { browserClock } from '../clock.ts'
import { type ContentSource, createContentSource } from './content-source.ts'

const format = FormatSchema.parse(medrie)

let doc: Y.Doc
let view: ContentSource

beforeEach(() => {
  vi.useFakeTimers()
  doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedPlan(format, { values: {}, fields: { netwerk: 'Samen' } }, () => 'r1'),
  )
  view = createContentSource({
    doc,
    format,
    clock: browserClock,
    at: () => ({ epoch: 'e1', seq: 1 }),
  })
})
afterEach(() => {
  view.destroy()
  vi.useRealTimers()
})

it('tells of a change of text also when someone else read the plan before it was told', async () => {
  const listener = vi.fn()
  view.get()
  view.subscribe(listener)
  fieldFragment(doc, 'netwerk').delete(0, 1)
  expect(view.get().fields['netwerk']?.content ?? []).toEqual([])
  await vi.runAllTimersAsync()
  expect(listener).toHaveBeenCalledTimes(1)
})

it('tells of a change of a value also when someone else read the plan before it was told', async () => {
  const listener = vi.fn()
  view.get()
  view.subscribe(listener)
  planValues(doc).set('gemeente', 'Zwolle')
  expect(view.get().values['gemeente']).toBe('Zwolle')
  await vi.runAllTimersAsync()
  expect(listener).toHaveBeenCalledTimes(1)
})
