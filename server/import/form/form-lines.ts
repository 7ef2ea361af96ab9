import { isComputed } from '#shared/format/columns.ts'
import type { FileParagraph } from '../file.ts'
import { inlineAfter, inlineText, inlineUpTo } from '../file-text.ts'
import { lettersOfLabel } from '../table/read-line.ts'
import { labelAt, numberedRow } from './form-labels.ts'
import type { FormPlace } from './form-place.ts'
import type { FormVocabulary } from './form-vocabulary.ts'

/**
 * A paragraph as the lines of the form that stand in it: Word users part lines by Shift+Enter, and
 * fill in two short questions behind each other ("Doelstelling: … Resultaat: …"). A break within an
 * answer stays one.
 */
export function linesIn(
  paragraph: FileParagraph,
  place: FormPlace,
  vocabulary: FormVocabulary,
): FileParagraph[] {
  const text = inlineText(paragraph.inline)
  if (vocabulary.words.has(text)) return [paragraph]
  const starts = [...startsOfLines(text, place, vocabulary)]
  let from = 0
  const lines: FileParagraph[] = []
  for (const start of [...starts, text.length]) {
    const upTo = inlineUpTo(paragraph.inline, start)
    lines.push({ ...paragraph, inline: inlineAfter(upTo, from) })
    from = start
  }
  return lines.length === 1 ? [paragraph] : lines
}

/** Ascending, without the start of the text itself. */
function* startsOfLines(
  text: string,
  place: FormPlace,
  vocabulary: FormVocabulary,
): Generator<number> {
  const beginsWithLabel = startsWithLabel(text, place, vocabulary)
  for (const { index } of text.matchAll(/\s(?=\S)/g)) {
    const start = index + 1
    const isNewLine = text[index] === '\n'
    if (!isNewLine && !beginsWithLabel) continue
    const rest = text.slice(start)
    const letters = lettersOfStart(rest, place, vocabulary)
    // Within a line a colon alone tells a label from a word of a sentence.
    if (letters > 0 && (isNewLine || isColonLabel(rest, letters))) yield start
  }
}

function isColonLabel(rest: string, letters: number): boolean {
  return /^\p{Lu}/u.test(rest) && /:\s*$/.test(rest.slice(0, letters))
}

function startsWithLabel(text: string, place: FormPlace, vocabulary: FormVocabulary): boolean {
  return lettersOfStart(text, place, vocabulary) > 0 || numberedRow(text, place.section) !== null
}

/** Number of characters of the label that a text starts with; 0 if it starts otherwise. */
function lettersOfStart(text: string, place: FormPlace, { labels }: FormVocabulary): number {
  const { section, card } = place
  const [first = ''] = text.split('\n', 1)
  const cards = section.blocks.filter((block) => block.kind === 'table' && block.layout === 'cards')
  for (const table of card === null ? cards : [card.table]) {
    if (table.kind !== 'table') continue
    for (const column of table.columns) {
      if (isComputed(column)) continue
      const letters = lettersOfLabel(first, column.label)
      if (letters > 0) return letters
    }
  }
  return labelAt(first, labels.get(section.id) ?? [])?.letters ?? 0
}
