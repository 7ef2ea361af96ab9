import type { Format, Guidance } from '#shared/format/schema.ts'
import { type DocumentBlock, heading, paragraph } from './document-tree.ts'

const bullet = /^·\s*/

/**
 * The form's instructions to the author. They are never stored in a plan, so leaving them out needs
 * no removal (Z7).
 */
export function guidanceBlocks(
  guidance: readonly Guidance[],
  positions: readonly Guidance['position'][],
): DocumentBlock[] {
  return guidance
    .filter((entry) => positions.includes(entry.position))
    .map((entry) => ({
      kind: 'guidance',
      ...(entry.title === undefined ? {} : { title: entry.title }),
      content: guidanceContent(entry.paragraphs),
    }))
}

/** The guidance that a source prints behind the form, in the order of its sections. */
export function guidanceAppendix(format: Format): DocumentBlock[] {
  const blocks = [
    ...guidanceBlocks(format.guidance, ['appendix']),
    ...format.sections.flatMap((section) => guidanceBlocks(section.guidance, ['appendix'])),
  ]
  return blocks.length > 0 ? [heading(1, format.appendixTitle ?? 'Toelichting'), ...blocks] : []
}

function guidanceContent(paragraphs: readonly string[]): DocumentBlock[] {
  const blocks: DocumentBlock[] = []
  for (const text of paragraphs) {
    const last = blocks.at(-1)
    if (!bullet.test(text)) blocks.push(paragraph(text))
    else if (last?.kind === 'list') last.items.push([paragraph(text.replace(bullet, ''))])
    else
      blocks.push({
        kind: 'list',
        ordered: false,
        start: 1,
        items: [[paragraph(text.replace(bullet, ''))]],
      })
  }
  return blocks
}
