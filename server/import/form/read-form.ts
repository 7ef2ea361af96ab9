import type { Format } from '#shared/format/schema.ts'
import { type ImportResult, isNothing } from '#shared/import/import-result.ts'
import { labelKey } from '#shared/import/label-key.ts'
import type { FileAside, FileBlock } from '../file.ts'
import { inlineText } from '../file-text.ts'
import { buildForm } from './build-form.ts'
import { collectForm } from './collect-form.ts'
import { unplacedAsides } from './form-asides.ts'
import { labelAt, sectionByTitle } from './form-labels.ts'
import { outlineOf } from './form-outline.ts'
import { vocabularyOf } from './form-vocabulary.ts'

/**
 * Interprets a Word document in two passes: first the pieces of the document, each with its place,
 * then their meaning. Pure; `newRowId` makes the ids of new rows.
 */
export function readForm(
  file: { blocks: readonly FileBlock[]; asides: readonly FileAside[] },
  format: Format,
  newRowId: () => string,
): ImportResult {
  const vocabulary = vocabularyOf(format)
  const outline = outlineOf(file.blocks, vocabulary)
  const found = buildForm(collectForm(outline, vocabulary), {
    format,
    sectionLevel: outline.sectionLevel ?? 0,
    newRowId,
  })
  if (isNothing(found)) return found
  return {
    ...found,
    unplaced: [...found.unplaced, ...unplacedAsides(file.asides, vocabulary.words)],
  }
}

/** How well a document fits a form: the sections and labels that it contains. */
export function fitOf(blocks: readonly FileBlock[], format: Format): number {
  const vocabulary = vocabularyOf(format)
  const lines = outlineOf(blocks, vocabulary).items.flatMap(({ block }) =>
    block.kind === 'paragraph' ? [inlineText(block.inline).split('\n')[0] ?? ''] : [],
  )
  const sections = new Set(lines.flatMap((line) => sectionByTitle(line, format)?.id ?? []))
  const labels = lines.filter((line) =>
    [...vocabulary.labels.values()].some((section) => labelAt(line, section) !== null),
  )
  const titles = lines.filter((line) => labelKey(line) === labelKey(format.documentTitle))
  return sections.size * 3 + labels.length + titles.length * 3
}
