import type { Block, BlockOf } from './blocks.ts'
import { type Column, isComputed } from './columns.ts'
import type { Format, FormatPart, Section } from './definition.ts'
import type { Table } from './kinds/table-schema.ts'
import { tablesOf } from './lookup.ts'
import { isAboutShown, withoutHidden } from './parts-of-format.ts'

/**
 * A plan is two things in one document: the form, which is agreed, frozen, compared and handed in, and the administration
 * of the year (actual costs, hours, contacts, progress), which changes all the time and is no change of the form. A format
 * marks the second with `part: execution`, on a section, a block, a column or a moment; both are formats of their own, so
 * that everything that takes a format works for one of them without knowing the other (ADR 0025).
 */

/** The form alone: the lens of versions, their hash, comparisons, agreement and every export of the form. */
export function formOf(format: Format): Format {
  return made(forms, format, makeForm)
}

/** The administration of the year alone; a row of the form that has a part in it keeps its name, group and amounts. */
export function yearOf(format: Format): Format {
  return made(years, format, makeYear)
}

const forms = new WeakMap<Format, Format>()
const years = new WeakMap<Format, Format>()

/** Once per format: each keystroke of an open plan asks for it. The lens of a lens is the same object. */
function made(known: WeakMap<Format, Format>, format: Format, make: (format: Format) => Format) {
  const found = known.get(format)
  if (found !== undefined) return found
  const limited = make(format)
  known.set(format, limited)
  known.set(limited, limited)
  return limited
}

function makeForm(format: Format): Format {
  const sections = format.sections.flatMap((section) =>
    section.part === 'execution'
      ? []
      : withBlocks(
          section,
          section.blocks.flatMap((block) => inForm(block, format) ?? []),
        ),
  )
  // A column that can only refer to rows of the year would always be empty.
  const tables = new Set(tablesOf({ ...format, sections }).map((table) => table.id))
  return limitedTo(
    format,
    sections.flatMap((section) =>
      withBlocks(
        section,
        section.blocks.flatMap((block) => withoutHidden(block, tables) ?? []),
      ),
    ),
  )
}

/** Its references and groups are rows of the form: the whole plan is read, and shown by this. */
function makeYear(format: Format): Format {
  return limitedTo(
    format,
    format.sections.flatMap((section) =>
      section.part === 'execution'
        ? [section]
        : withBlocks(
            section,
            section.blocks.flatMap((block) => inYear(block, format) ?? []),
          ),
    ),
  )
}

function withBlocks(section: Section, blocks: Block[]): Section[] {
  return blocks.length === 0 ? [] : [{ ...section, blocks }]
}

/** Rules about data that is not there are left out. */
function limitedTo(format: Format, sections: Section[]): Format {
  const limited = { ...format, sections }
  return { ...limited, rules: format.rules.filter((rule) => isAboutShown(rule, limited)) }
}

function inForm(block: Block, format: Format): Block | null {
  if (block.part === 'execution') return null
  if (block.kind === 'table') {
    const year = yearColumns(block, format)
    return year.size === 0 ? block : withColumns(block, (column) => !year.has(column.id))
  }
  return block.kind === 'questionnaire'
    ? withMoments(block, (moment) => !isOfYear(moment, block.id, format))
    : block
}

function inYear(block: Block, format: Format): Block | null {
  if (block.part === 'execution') return block
  if (block.kind === 'table') {
    const year = yearColumns(block, format)
    if (year.size === 0) return null
    const named = new Set(
      block.columns.flatMap((column) => (year.has(column.id) ? sources(column) : [])),
    )
    return withColumns(
      block,
      (column) =>
        year.has(column.id) || column.isTitle || column.id === 'group' || named.has(column.id),
    )
  }
  return block.kind === 'questionnaire'
    ? withMoments(block, (moment) => isOfYear(moment, block.id, format))
    : null
}

function withColumns(table: Table, isKept: (column: Column) => boolean): BlockOf<'table'> {
  const columns = table.columns.filter(isKept)
  const has = (id: string) => columns.some((column) => column.id === id)
  return { ...table, columns, totals: table.totals.filter(({ column }) => has(column)) }
}

function withMoments(
  block: BlockOf<'questionnaire'>,
  isKept: (moment: BlockOf<'questionnaire'>['moments'][number]) => boolean,
): Block | null {
  const moments = block.moments.filter(isKept)
  return moments.length === 0 ? null : { ...block, moments }
}

/** Marked columns, and those that are computed from one: a difference with the actual costs is of the year too. */
export function yearColumns(table: Table, format: Format): ReadonlySet<string> {
  const found = new Set(
    table.columns.flatMap((column) => (isOfYear(column, table.id, format) ? [column.id] : [])),
  )
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const column of table.columns)
      if (sources(column).some((id) => found.has(id))) found.add(column.id)
  }
  return found
}

/** The other cells of its row that a column is computed from. */
function sources(column: Column): readonly string[] {
  if (isComputed(column)) return column.formula.of
  return column.kind === 'money' ? (column.product ?? []) : []
}

function isOfYear(
  marked: { id: string; part?: FormatPart | undefined },
  holder: string,
  { id, version }: Format,
): boolean {
  if (marked.part !== undefined) return marked.part === 'execution'
  const earlier = unmarked[id]
  return (
    earlier !== undefined &&
    version <= earlier.upTo &&
    (earlier.columns[holder]?.includes(marked.id) ?? false)
  )
}

/**
 * The year in our own forms from before it was marked. Plans follow these versions, and their stored text is sealed with
 * every version of a plan, so the mark can't be added to it.
 */
const unmarked: Readonly<
  Record<string, { upTo: number; columns: Readonly<Record<string, readonly string[]>> }>
> = {
  'hecht-wijkverband': { upTo: 2, columns: { activities: ['status'], vragenlijst: ['end'] } },
  'medrie-wijkplan': { upTo: 2, columns: { activities: ['status'], budget: ['actualCents'] } },
  'rijnmond-wijkplan': {
    upTo: 2,
    columns: {
      themes: ['status'],
      activities: ['status'],
      budget: ['actualK1Cents', 'actualK2Cents', 'actualK3Cents', 'actualK4Cents'],
    },
  },
}
