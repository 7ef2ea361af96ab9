import type { Format } from '#shared/format/schema.ts'
import { type DocumentBlock, type DocumentTable, paragraph } from './document-tree.ts'

/**
 * The sections of a form that prints boxes, each as a table of one column: its title in the
 * heading, then the answer, so that a receiver lays it beside the form. What is ours stays behind
 * them as running text.
 */
export function intoBoxes(nodes: readonly DocumentBlock[], format: Format): DocumentBlock[] {
  const boxed: DocumentBlock[] = []
  const places = new Set(format.sections.map(({ id }) => `section/${id}`))
  let isForm = true
  let box: DocumentBlock[] | null = null
  for (const node of nodes) {
    if (node.kind === 'heading' && node.level === 1) {
      // The first chapter that is no section ends the form.
      isForm = isForm && places.has(node.place ?? '')
      box = null
      if (isForm) {
        box = []
        boxed.push(boxOf(node, box))
        continue
      }
    }
    ;(box ?? boxed).push(node)
  }
  return boxed.map((node) => (node.kind === 'table' && node.isBox === true ? filled(node) : node))
}

function boxOf(title: DocumentBlock, content: DocumentBlock[]): DocumentTable {
  return {
    kind: 'table',
    isBox: true,
    columns: [{ label: '', width: 1, align: 'left' }],
    rows: [
      { kind: 'header', cells: [{ content: [title], isHeader: true }] },
      { kind: 'body', cells: [{ content }] },
    ],
  }
}

/** The instruction of the form has a row of its own, and no box is without a place to write. */
function filled(box: DocumentTable): DocumentTable {
  return {
    ...box,
    rows: box.rows.flatMap((row) => {
      const [cell] = row.cells
      if (row.kind === 'header' || cell === undefined) return [row]
      const guidance = cell.content.filter((block) => block.kind === 'guidance')
      const answer = cell.content.filter((block) => block.kind !== 'guidance')
      return [guidance, answer.length > 0 ? answer : [paragraph('')]]
        .filter((content) => content.length > 0)
        .map((content) => ({ ...row, cells: [{ content }] }))
    }),
  }
}

/** The same as running text, for a file that has no pages. */
export function unboxed(nodes: readonly DocumentBlock[]): DocumentBlock[] {
  return nodes.flatMap((node) =>
    node.kind === 'table' && node.isBox === true
      ? node.rows.flatMap((row) => row.cells.flatMap((cell) => cell.content))
      : [node],
  )
}
