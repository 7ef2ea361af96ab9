import { beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { EditableSession } from '#client/sync/session/session.ts'
import { createPlanUndo, localOrigin } from '#client/sync/session/undo.ts'
import { currentToasts, dismissToast } from '#client/ui/toasts.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { readPlan } from '#shared/plan/read.ts'
import { removeRow, setCell, setValue } from '#shared/plan/rows.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { restoreInto } from './restore.ts'

const format = FormatSchema.parse(medrie)
const input = {
  values: { wijk: 'Lindewijk' },
  tables: {
    themes: [{ id: 't1', title: 'Ouderen' }],
    budget: [
      { id: 'b1', group: 't1', description: 'Uren', quantityHundredths: 125, rateCents: 9_620 },
    ],
  },
}

let doc: Y.Doc
let session: EditableSession
const read = () => readPlan(doc, format, { epoch: 'e', seq: 1 })
const toast = () => currentToasts().at(-1)
beforeEach(() => {
  for (const { id } of currentToasts()) dismissToast(id)
  doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedPlan(format, input, () => 'r'),
  )
  session = {
    doc,
    format,
    undo: createPlanUndo(doc, format),
    change: (write: (doc: Y.Doc) => void) => doc.transact(() => write(doc), localOrigin),
  } as unknown as EditableSession
})

it('puts a version back as one step, which the message takes back', () => {
  const version = read()
  session.change((plan) => {
    setValue(plan, 'wijk', 'Anders')
    removeRow(plan, 'themes', 't1')
    setCell(plan, 'budget', 'b1', 'rateCents', 7_500)
  })
  const changed = read()
  restoreInto(session, {
    version,
    format,
    chosen: { kind: 'all' },
    done: 'Versie 1 is teruggezet.',
  })
  expect(read()).toEqual(version)
  expect(toast()?.text).toBe('Versie 1 is teruggezet.')
  toast()?.action?.onPress()
  expect(read()).toEqual(changed)
})

it('puts one cell back and leaves the rest of its row', () => {
  const version = read()
  session.change((plan) => {
    setCell(plan, 'budget', 'b1', 'rateCents', 7_500)
    setCell(plan, 'budget', 'b1', 'description', 'Andere uren')
  })
  restoreInto(session, {
    format,
    version,
    chosen: { kind: 'cell', id: 'row/budget/b1', column: 'rateCents' },
    done: 'Klaar.',
  })
  expect(read().tables['budget']?.[0]).toMatchObject({
    rateCents: 9_620,
    amountCents: 12_025,
    description: 'Andere uren',
  })
})

it('never takes back what was done after it', () => {
  const version = read()
  session.change((plan) => setValue(plan, 'wijk', 'Anders'))
  restoreInto(session, { version, format, chosen: { kind: 'all' }, done: 'Klaar.' })
  const takeBack = toast()?.action?.onPress
  session.change((plan) => setValue(plan, 'gemeente', 'Zwolle'))
  takeBack?.()
  expect(read().values).toMatchObject({ wijk: 'Lindewijk', gemeente: 'Zwolle' })
  expect(toast()).toMatchObject({ tone: 'bad', text: expect.stringContaining('Ctrl+Z') })
})

it('is refused for a version of another form, and changes nothing', () => {
  const version = { ...read(), format: { id: format.id, version: format.version + 1 } }
  session.change((plan) => setValue(plan, 'wijk', 'Anders'))
  const before = read()
  expect(() =>
    restoreInto(session, { version, format, chosen: { kind: 'all' }, done: 'Klaar.' }),
  ).toThrow('niet hetzelfde formulier')
  expect(read()).toEqual(before)
  expect(toast()).toBeUndefined()
})
