import { type ByBlockKind, byBlockKind } from '#shared/format/blocks.ts'
import { questionnaireTable } from '#shared/format/kinds/blocks/questionnaire.ts'
import type { ValueDefinition } from '#shared/format/kinds/values.ts'
import { valuesOf } from '#shared/format/lookup.ts'
import { nameOfOurs } from '#shared/format/official-form.ts'
import type { Block, Format, Section, Table } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { lettersOf } from './form-words.ts'

type ChecklistItem = Extract<Block, { kind: 'checklist' }>['items'][number]

/**
 * The field that a line of a form announces. `letters`: the number of characters of the label; the
 * rest of the line is the answer.
 */
export type Label =
  | { kind: 'field'; id: string }
  | { kind: 'value'; definition: ValueDefinition }
  | { kind: 'check'; item: ChecklistItem }
  | { kind: 'note'; item: ChecklistItem }
  | { kind: 'table'; table: Table }
  /** Labels that repeat for every item. */
  | { kind: 'heading'; id: string }

export type LabelledLine = { label: Label; letters: number }
type LabelEntry = {
  key: string
  label: Label
  /** Printed with other text behind it on the same line. */
  isInline: boolean
}

/** The labels of one section, the longest first: one label may be the start of another. */
export type SectionLabels = readonly LabelEntry[]

export function labelsOf(section: Section, format: Format): SectionLabels {
  const values = new Map(valuesOf(format).map((value) => [value.id, value]))
  const value = (id: string, words?: string): LabelEntry[] => {
    const definition = values.get(id)
    return definition === undefined
      ? []
      : [
          {
            key: labelKey(words ?? definition.label),
            label: { kind: 'value', definition },
            isInline: true,
          },
        ]
  }
  const entries = section.blocks.flatMap((block) => byBlockKind(entriesOf, block, value))
  // Labels that a form prints at its head even if it has no field for them.
  const head = section.isHead ? [...value('wijk', 'Wijk'), ...value('team', 'Team')] : []
  const known = new Set(entries.map((entry) => entry.key))
  return [...entries, ...head.filter((entry) => !known.has(entry.key))].sort(
    (a, b) => b.key.length - a.key.length,
  )
}

/** The line with a block's own name; none for a block without one. */
function named({ label: words = '' }: Block, label: Label, isInline: boolean): LabelEntry[] {
  const key = labelKey(words)
  return key === '' ? [] : [{ key, label, isInline }]
}

type ValueEntry = (id: string) => LabelEntry[]
const single = ({ id }: Block, value: ValueEntry) => value(id)

const entriesOf: ByBlockKind<LabelEntry[], [value: ValueEntry]> = {
  richText: (block) => named(block, { kind: 'field', id: block.id }, true),
  line: single,
  date: single,
  number: single,
  money: single,
  choice: single,
  checklist: (block) => [
    ...named(block, { kind: 'heading', id: block.id }, false),
    ...block.items.map(
      (item): LabelEntry => ({
        key: labelKey(item.label),
        label: { kind: 'check', item },
        isInline: true,
      }),
    ),
  ],
  questionnaire: (block, value) => [
    ...named(block, { kind: 'table', table: questionnaireTable(block) }, false),
    ...block.moments.flatMap((moment) => value(`${moment.id}Date`)),
  ],
  table: (table) => named(table, { kind: 'table', table }, false),
}

/**
 * The label at the start of a line. A label without a colon must be followed by one, by the end of
 * the line, or by its own mark.
 */
export function labelAt(text: string, labels: SectionLabels): LabelledLine | null {
  const whole = labelKey(text)
  for (const { key, label, isInline } of labels) {
    if (key === '' || !whole.startsWith(key)) continue
    if (whole === key) return { label, letters: text.length }
    const letters = isInline ? lettersOf(text, key) : 0
    if (letters === 0) continue
    const rest = text.slice(letters)
    // The name of an item may also start a sentence; only an answer, or a question mark of its own,
    // tells them apart.
    if (label.kind === 'check') {
      const answer = /^[\s:]*(?=[☐☒☑]|(?:ja|nee)(?![\p{L}\p{N}]))/iu.exec(rest)
      if (answer === null && !/[?]\s*$/.test(text.slice(0, letters))) continue
      return { label, letters: letters + (answer?.[0].length ?? 0) }
    }
    const colon = /^\s*[:\n]\s*/.exec(rest)
    if (colon !== null) return { label, letters: letters + colon[0].length }
    // A question or a sentence is complete by itself; a long label directly followed by a
    // placeholder or an answer is still that label.
    if (/[?.:!)\n]\s*$/.test(text.slice(0, letters)) || key.length > 40) return { label, letters }
  }
  return null
}

/** `Thema 2: Valpreventie`: the printed number, and the characters before the row's title. */
export function numberedRow(
  text: string,
  section: Section,
): { table: Table; letters: number } | null {
  for (const table of section.blocks) {
    if (table.kind !== 'table' || table.numbering === undefined || table.layout !== 'cards')
      continue
    const [before = ''] = table.numbering.split('{n}')
    const match = new RegExp(
      `^\\s*${before.trim().replace(/[.*+?^$()|[\]\\]/g, '\\$&')}\\s*\\d{1,2}\\s*(?:[:.-]\\s*|$|(?=\\n))`,
      'i',
    ).exec(text)
    if (match !== null) return { table, letters: match[0].length }
  }
  return null
}

/** The head of a form has a title only where a document marks it as ours. */
export function sectionByTitle(text: string, format: Format): Section | null {
  const own = nameOfOurs(text)
  const key = labelKey(own ?? text)
  return key === ''
    ? null
    : (format.sections.find(
        (section) => (own !== null || !section.isHead) && labelKey(section.title) === key,
      ) ?? null)
}
