// The text of a document, from Word and from OpenDocument: within bounds, as nodes with marks.
import { Refusal } from './refusal.mjs'

/** A plan of sixty pages has some 3000 of them. */
const maxBlocks = 12_000
const maxLetters = 2_000_000
const maxDepth = 12

/** How much of a document is taken so far: one that has more is refused before it is made. */
export class DocumentSize {
  #blocks = 0
  #letters = 0

  /** `depth`: of tables and boxes in each other. */
  enter(depth) {
    if (depth > maxDepth) throw new Refusal('import-too-heavy')
  }

  takeBlock() {
    this.#blocks += 1
    if (this.#blocks > maxBlocks) throw new Refusal('import-too-heavy')
  }

  takeLetters(count) {
    this.#letters += count
    if (this.#letters > maxLetters) throw new Refusal('import-too-heavy')
  }
}

const marks = ['bold', 'italic', 'strike', 'underline', 'code']

/** Text with the marks around it; none for no letters. `around.link`: the address of the link that it is in. */
export function textNodes(text, around) {
  if (text === '') return []
  const found = marks.filter((type) => around[type] === true).map((type) => ({ type }))
  if (around.link !== undefined) found.unshift({ type: 'link', attrs: { href: around.link } })
  return [found.length > 0 ? { type: 'text', text, marks: found } : { type: 'text', text }]
}

/** Joins text with the same marks: an office program cuts a sentence wherever its writer paused. */
export function joined(nodes) {
  const result = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (
      node.type === 'text' &&
      last?.type === 'text' &&
      JSON.stringify(node.marks) === JSON.stringify(last.marks)
    )
      result[result.length - 1] = { ...last, text: last.text + node.text }
    else result.push(node)
  }
  return result
}

/** The words of the margins of the pages. They stand on each page: once is enough; a page number says nothing else. */
export function marginAsides(texts) {
  const words = texts
    .map((text) => text.trim())
    .filter(
      (text) => text !== '' && !/^(pagina|blz\.?|bladzijde)?[\s\d/|-]*(van[\s\d]*)?$/i.test(text),
    )
  return [...new Set(words)].map((text) => ({ kind: 'margin', text }))
}

export const changesAccepted =
  'In het bestand staan bijgehouden wijzigingen. Het is gelezen alsof die allemaal zijn geaccepteerd.'
