import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fieldFragment, rowCells, tableRows } from '#shared/plan/layout.ts'
import { addRow, moveRow, removeRow, setCell, setValue } from '#shared/plan/rows.ts'
import { writeFragment } from '#shared/richtext/fragment.ts'
import { plainDoc } from '#shared/richtext/plain-text.ts'
import { type TouchedPlace, touchedPlaces } from './touched-places.ts'

const column = { width: 1, isTitle: false, isInternal: false } as const
const budget = {
  kind: 'table' as const,
  id: 'budget',
  layout: 'grid' as const,
  item: { one: 'regel', many: 'regels' },
  columns: [
    { kind: 'line' as const, id: 'description', label: 'Omschrijving', ...column },
    { kind: 'quantity' as const, id: 'quantityHundredths', label: 'Aantal', ...column },
    { kind: 'richText' as const, id: 'note', label: 'Toelichting', ...column },
  ],
  totals: [],
  presetRows: [],
}

/**
 * The parts that one change touches, as the room sees it: an update from a person's own document.
 */
function touchedBy(edit: (doc: Y.Doc) => void): TouchedPlace[] {
  const theirs = new Y.Doc()
  theirs.transact(() => {
    addRow(theirs, budget, {
      id: 'b1',
      cells: { description: 'Training', quantityHundredths: 125, note: 'Voor balie' },
    })
    addRow(theirs, budget, { id: 'b2', cells: {} })
    writeFragment(fieldFragment(theirs, 'netwerk'), plainDoc('Een begin'))
  })
  const room = new Y.Doc()
  Y.applyUpdate(room, Y.encodeStateAsUpdate(theirs))
  const before = Y.encodeStateVector(room)
  theirs.transact(() => edit(theirs))
  const found: TouchedPlace[] = []
  room.on('afterTransaction', (transaction) => found.push(...touchedPlaces(transaction)))
  Y.applyUpdate(room, Y.encodeStateAsUpdate(theirs, before))
  return found
}

const part = (given: Partial<TouchedPlace>): TouchedPlace => ({
  kind: 'cell',
  part: 'budget',
  row: '',
  column: '',
  old_value: null,
  ...given,
})

describe('which parts an update touches', () => {
  it('a text, however deep the change lies', () => {
    const text = (doc: Y.Doc) =>
      (fieldFragment(doc, 'netwerk').get(0) as Y.XmlElement).get(0) as Y.XmlText
    const expected = [part({ kind: 'field', part: 'netwerk' })]
    expect(touchedBy((doc) => text(doc).insert(3, ' nieuw'))).toEqual(expected)
    expect(touchedBy((doc) => text(doc).delete(0, 3))).toEqual(expected)
    expect(touchedBy((doc) => text(doc).format(0, 3, { bold: {} }))).toEqual(expected)
    expect(touchedBy((doc) => fieldFragment(doc, 'netwerk').delete(0, 1))).toEqual(expected)
    expect(
      touchedBy((doc) => fieldFragment(doc, 'leden').insert(0, [new Y.XmlElement('paragraph')])),
    ).toEqual([part({ kind: 'field', part: 'leden' })])
  })

  it('a cell, with the amount that was there and never the words', () => {
    const at = { row: 'b1', column: 'quantityHundredths' }
    expect(touchedBy((doc) => setCell(doc, 'budget', 'b1', 'quantityHundredths', 200))).toEqual([
      part({ ...at, old_value: '125' }),
    ])
    expect(touchedBy((doc) => setCell(doc, 'budget', 'b1', 'quantityHundredths', null))).toEqual([
      part({ ...at, old_value: '125' }),
    ])
    expect(touchedBy((doc) => setCell(doc, 'budget', 'b1', 'quantityHundredths', 'nvt'))).toEqual([
      part({ ...at, old_value: '125' }),
    ])
    expect(touchedBy((doc) => setCell(doc, 'budget', 'b2', 'quantityHundredths', 1))).toEqual([
      part({ ...at, row: 'b2', old_value: 'null' }),
    ])
    expect(touchedBy((doc) => setCell(doc, 'budget', 'b1', 'description', 'Anders'))).toEqual([
      part({ row: 'b1', column: 'description' }),
    ])
    const note = (doc: Y.Doc) => rowCells(doc, 'budget', 'b1')?.get('note') as Y.XmlFragment
    expect(
      touchedBy((doc) => ((note(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'x')),
    ).toEqual([part({ row: 'b1', column: 'note' })])
  })

  it('a row: there, gone, elsewhere', () => {
    expect(
      touchedBy((doc) => addRow(doc, budget, { id: 'b3', cells: { description: 'Nieuw' } })),
    ).toEqual([part({ kind: 'row', row: 'b3' })])
    expect(touchedBy((doc) => removeRow(doc, 'budget', 'b1'))).toMatchObject([
      { kind: 'row', row: 'b1', column: 'removed' },
    ])
    expect(touchedBy((doc) => moveRow(doc, 'budget', 'b2', 0))).toMatchObject([
      { kind: 'row', row: 'b2', column: 'order' },
    ])
  })

  it('a single value, and several at once', () => {
    expect(
      touchedBy((doc) => {
        setValue(doc, 'availableBudgetCents', 100)
        setValue(doc, 'wijk', 'Kraaienveen')
      }),
    ).toEqual([
      part({ kind: 'value', part: 'availableBudgetCents', old_value: 'null' }),
      part({ kind: 'value', part: 'wijk', old_value: 'null' }),
    ])
  })

  it('nothing of what is not ours, whatever a client puts there', () => {
    expect(touchedBy((doc) => doc.getMap('elders').set('a', 1))).toEqual([])
    expect(touchedBy((doc) => doc.getText('field:netwerk/..').insert(0, 'a'))).toEqual([])
    expect(touchedBy((doc) => tableRows(doc, 'budget').set('a'.repeat(1000), 1))).toEqual([])
    expect(touchedBy((doc) => rowCells(doc, 'budget', 'b1')?.set('kolom met spaties', 1))).toEqual(
      [],
    )
  })
})
