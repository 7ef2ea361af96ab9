import { describe, expect, test } from 'vitest'
import { examplePlan, options, planContent, readFormat } from '#tests/support/sample-plans.ts'
import { buildDocument, type DocumentOptions } from './document.ts'
import { unboxed } from './document-boxes.ts'
import { blockText } from './document-text.ts'
import type { DocumentBlock, DocumentTable } from './document-tree.ts'

const medrie = readFormat('medrie-wijkplan')
const isBox = (node: DocumentBlock): node is DocumentTable =>
  node.kind === 'table' && node.isBox === true
const nodesOf = (changed: Partial<DocumentOptions> = {}) => {
  const { content, format } = examplePlan('kraaienveen')
  return buildDocument(content, format, { ...options, ...changed }).nodes
}

describe('the boxes of the Medrie form', () => {
  test('are its five, in its order, each with its title and its answer', () => {
    const boxes = nodesOf().filter(isBox)
    expect(boxes.map(({ rows }) => rows[0]?.cells[0]?.content.map(blockText))).toEqual(
      medrie.sections
        .filter(({ isHead, part }) => !isHead && part === 'plan')
        .map(({ title }) => [title]),
    )
    expect(boxes).toHaveLength(5)
    const [parties, ...others] = boxes
    expect(blockText(parties as DocumentTable)).toContain('Leden wijkkernteam:')
    for (const { rows } of [...others]) {
      expect(rows).toHaveLength(2)
      expect(rows[1]?.cells[0]?.content.length).toBeGreaterThan(0)
    }
  })

  test('hold what the form asks; the line above them and what is ours stand outside', () => {
    const nodes = nodesOf()
    const first = nodes.findIndex(isBox)
    expect(nodes.slice(0, first).map(blockText)).toEqual([
      'Naam praktijkteam/wijkteam: Wijkteam Kraaienveen (gemeente Dalmeer)',
    ])
    const last = nodes.findLastIndex(isBox)
    expect(nodes[last + 1]).toMatchObject({ kind: 'heading', runs: [{ text: 'Aanvullingen' }] })
    expect(last - first).toBe(4)
  })

  test('have the instruction of the form in a row of its own in a working print', () => {
    const [, values] = nodesOf({ guidance: true }).filter(isBox)
    expect(values?.rows.map((row) => row.cells.map((cell) => cell.content[0]?.kind))).toEqual([
      ['heading'],
      ['guidance'],
      ['paragraph'],
    ])
  })

  test('of an empty plan have a place to write', () => {
    const empty = buildDocument(planContent(medrie, { values: {} }), medrie, options).nodes
    for (const { rows } of empty.filter(isBox)) expect(rows.length).toBeGreaterThan(1)
    expect(empty.filter(isBox)).toHaveLength(5)
  })

  test('are left out on request, with the same words in the same order', () => {
    const running = nodesOf({ running: true })
    expect(running.some(isBox)).toBe(false)
    expect(unboxed(nodesOf()).map(blockText)).toEqual(running.map(blockText))
  })
})

test('a form that prints none has none', () => {
  const { content, format } = examplePlan('broekerveld')
  expect(buildDocument(content, format, options).nodes.some(isBox)).toBe(false)
})

test('a finished plan is no example of its form; a working print is', () => {
  const content = planContent(medrie, { values: {} })
  const subtitle = (guidance: boolean) =>
    buildDocument(content, medrie, { ...options, guidance, title: 'Samen in Kraaienveen' }).subtitle
  expect(subtitle(false)).toBe('Wijkplan')
  expect(subtitle(true)).toBe('Voorbeeld / format Wijkplan')
})
