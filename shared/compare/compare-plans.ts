import { AppError } from '../errors.ts'
import { contentOfBlock } from '../format/blocks.ts'
import type { ValueDefinition } from '../format/kinds/values.ts'
import { valuesOf } from '../format/lookup.ts'
import type { Block, Format, Section } from '../format/schema.ts'
import type { PlanContent } from '../plan/content.ts'
import { bareLabel, valueWords } from '../plan/words.ts'
import { emptyDoc } from '../richtext/plain-text.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import { atOnce, type Steps } from '../steps.ts'
import { compareRows } from './compare-rows.ts'
import { compareTexts } from './compare-text.ts'
import { compareTotals } from './compare-totals.ts'
import type {
  Comparison,
  Difference,
  FieldDifference,
  SectionDifferences,
  TotalDifference,
} from './differences.ts'
import { summarizeDifferences } from './summarize-differences.ts'

type Compared = Pick<PlanContent, 'format' | 'values' | 'fields' | 'tables' | 'totals'>

/**
 * The differences between two states of a plan, under the headings of its form and in that order.
 * Rejects states of another form (`formats-differ`): equal names there do not mean equal parts.
 */
export function comparePlans(old: Compared, changed: Compared, format: Format): Comparison {
  return atOnce(comparePlansInSteps(old, changed, format))
}

/** The same, a row at a time. */
export function* comparePlansInSteps(
  old: Compared,
  changed: Compared,
  format: Format,
): Steps<Comparison> {
  for (const side of [old, changed])
    if (side.format.id !== format.id || side.format.version !== format.version)
      throw new AppError('formats-differ')
  const sides = { old, new: changed }
  const definitions = new Map(valuesOf(format).map((definition) => [definition.id, definition]))
  const sections: SectionDifferences[] = []
  for (const section of format.sections) {
    const parts: FoundDifferences[] = []
    for (const block of section.blocks)
      parts.push(yield* compareBlock(block, { section, sides, format, definitions }))
    const found = {
      id: section.id,
      title: section.title,
      differences: parts.flatMap((part) => part.differences),
      totals: parts.flatMap((part) => part.totals),
    }
    if (found.differences.length + found.totals.length > 0) sections.push(found)
  }
  return { sections, summary: summarizeDifferences(sections, format) }
}

type SectionContext = {
  section: Section
  sides: { old: Compared; new: Compared }
  format: Format
  definitions: ReadonlyMap<string, ValueDefinition>
}
type FoundDifferences = { differences: Difference[]; totals: TotalDifference[] }

/** Cost of comparing a text or a value. */
const blockUnits = 100

/** Compares the content of a block, so that a new kind of block needs no comparison of its own. */
function* compareBlock(block: Block, context: SectionContext): Steps<FoundDifferences> {
  yield blockUnits
  const { sides } = context
  const label = block.label ?? context.section.title
  const { values = [], fields = [], tables = [] } = contentOfBlock(block, label)
  const differences: Difference[] = []
  for (const id of fields) differences.push(...(yield* compareField(id, bareLabel(label), sides)))
  differences.push(...values.flatMap(({ id }) => compareValue(id, context)))
  const totals: TotalDifference[] = []
  for (const table of tables) {
    // Not spread: there may be more differences than the maximum number of arguments.
    for (const row of yield* compareRows(table, sides, context.format)) differences.push(row)
    totals.push(...compareTotals(table, sides))
  }
  return { differences, totals }
}

function* compareField(
  id: string,
  label: string,
  sides: SectionContext['sides'],
): Steps<FieldDifference[]> {
  const content = yield* compareTexts(
    sides.old.fields[id] ?? (emptyDoc() as RichNode),
    sides.new.fields[id] ?? (emptyDoc() as RichNode),
  )
  return content === null
    ? []
    : [{ kind: 'field', id: `field/${id}`, target: { kind: 'field', field: id }, label, content }]
}

function compareValue(
  id: string,
  { sides, format, definitions }: SectionContext,
): FieldDifference[] {
  const definition = definitions.get(id)
  const [old, changed] = [sides.old.values[id] ?? null, sides.new.values[id] ?? null]
  if (definition === undefined || old === changed) return []
  const words = {
    oldWords: valueWords(old, definition, format),
    newWords: valueWords(changed, definition, format),
  }
  return [
    {
      kind: 'field',
      id: `value/${id}`,
      target: { kind: 'value', field: id },
      label: bareLabel(definition.label),
      content: { kind: 'plain', old, new: changed, ...words },
    },
  ]
}
