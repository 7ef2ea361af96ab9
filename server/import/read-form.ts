import type { Column } from '#shared/format/columns.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format, Section, Table } from '#shared/format/schema.ts'
import { type Found, isNothing } from '#shared/import/found.ts'
import { labelKey } from '#shared/import/label-key.ts'
import type { FileBlock, FileParagraph, FileTable } from './file.ts'
import { blocksText, inlineAfter, inlineText, isBlank } from './file-text.ts'
import { flattened, type Item } from './flatten.ts'
import { FormFinds } from './form-finds.ts'
import {
  isKnownLine,
  type Label,
  labelAt,
  labelsOf,
  numberedRow,
  type SectionLabels,
  sectionByTitle,
  tablesInOrder,
} from './form-labels.ts'
import { FormWords } from './form-words.ts'
import { gridOfTable } from './grid.ts'
import { lettersOfLabel } from './read-folded.ts'
import { TableReader } from './read-table.ts'

/** What a Word document says in the terms of a form. Pure: `newRowId` names the rows that turn out to be new. */
export function readForm(
  file: { blocks: readonly FileBlock[]; notes: readonly string[] },
  format: Format,
  newRowId: () => string,
): Found {
  const finds = new FormFinds(format, newRowId)
  new FormWalk(format, finds).walk(file.blocks)
  const found = finds.result()
  if (isNothing(found)) return found
  for (const note of file.notes.filter((text) => text.trim() !== ''))
    found.unplaced.push({
      text: note,
      where: 'Voetnoot',
      why: 'Een plan heeft geen voetnoten. Zet de tekst zo nodig in een veld.',
    })
  return found
}

/** How well a document fits a form: the sections and labels of it that it has. */
export function fitOf(blocks: readonly FileBlock[], format: Format): number {
  const walk = new FormWalk(format, new FormFinds(format, () => 'x'))
  return walk.fit(blocks)
}

/** Where the lines that follow belong. */
type Sink =
  | { kind: 'none' }
  | { kind: 'label'; label: Label }
  | { kind: 'cell'; column: Column }
  | { kind: 'row' }
  | { kind: 'skip' }

class FormWalk {
  private readonly format: Format
  private readonly finds: FormFinds
  private readonly words: FormWords
  private readonly labels: ReadonlyMap<string, SectionLabels>
  private readonly columnNames: ReadonlySet<string>
  private section: Section
  private sink: Sink = { kind: 'none' }
  private card: Table | null = null
  private isAppendix = false
  private readers = new Map<string, TableReader>()
  private skippedWords = 0
  /** Level of the headings that are sections; null where the document has none. */
  private sectionLevel: number | null = null
  /** Sections that have such a heading: no other line is theirs. */
  private headed: ReadonlySet<string> = new Set()
  private readonly seen = new Set<string>()

  constructor(format: Format, finds: FormFinds) {
    this.format = format
    this.finds = finds
    this.words = new FormWords(format)
    this.labels = new Map(format.sections.map((section) => [section.id, labelsOf(section, format)]))
    this.columnNames = new Set([
      'bedrag',
      'begroot',
      ...tablesOf(format).flatMap((table) => table.columns.map((column) => labelKey(column.label))),
    ])
    this.section =
      format.sections.find((section) => section.isHead) ?? (format.sections[0] as Section)
  }

  fit(blocks: readonly FileBlock[]): number {
    const items = this.items(blocks)
    const lines = items.flatMap((item) =>
      item.kind === 'paragraph' ? [inlineText(item.inline).split('\n')[0] ?? ''] : [],
    )
    const sections = new Set(lines.flatMap((line) => sectionByTitle(line, this.format)?.id ?? []))
    const labels = lines.filter((line) =>
      this.format.sections.some(
        (section) => labelAt(line, this.labels.get(section.id) ?? []) !== null,
      ),
    )
    return (
      sections.size * 3 +
      labels.length +
      lines.filter((line) => labelKey(line) === labelKey(this.format.documentTitle)).length * 3
    )
  }

  walk(blocks: readonly FileBlock[]): void {
    const items = this.items(blocks)
    const headings = items.flatMap((item) => {
      const section =
        item.kind === 'paragraph' && item.level !== null && item.level > 0
          ? sectionByTitle(inlineText(item.inline), this.format)
          : null
      return section === null || item.kind !== 'paragraph' || item.level === null
        ? []
        : [{ id: section.id, level: item.level }]
    })
    this.sectionLevel =
      headings.length === 0 ? null : Math.min(...headings.map(({ level }) => level))
    this.headed = new Set(
      headings.flatMap(({ id, level }) => (level === this.sectionLevel ? [id] : [])),
    )
    items.forEach((item, index) => {
      if (isBlank(item)) return
      if (item.kind === 'table') this.readTable(item)
      else this.readLine(item, nextText(items, index))
    })
    for (const [id, reader] of this.readers) this.finds.addTable(id, reader.result())
    if (this.skippedWords > 0)
      this.finds.notice(
        `Toelichting die het formulier zelf afdrukt is overgeslagen (${this.skippedWords === 1 ? 'één stuk' : `${this.skippedWords} stukken`} tekst).`,
      )
  }

  private items(blocks: readonly FileBlock[]): Item[] {
    return flattened(blocks, {
      isKnownLine: (text) => isKnownLine(text, this.format, this.labels),
      isData: (table) => this.tableOf(table, this.section) !== null,
    })
  }

  private readLine(line: FileParagraph, next: string): void {
    const text = inlineText(line.inline)
    if (this.words.isOwnHead(text) && this.seen.size === 0) return
    if (this.startsAgreement(line, text)) return
    if (this.words.startsAppendix(text, next, this.format)) this.isAppendix = true
    if (this.sink.kind === 'skip' && this.isAppendix) return
    if (this.isAppendix)
      return this.words.has(text) || sectionByTitle(text, this.format) !== null
        ? this.skip()
        : this.finds.leave(
            line,
            'Toelichting',
            'Dit staat achter het formulier, bij de toelichting.',
          )
    if (this.enterSection(line, text) || this.enterRow(line, text) || this.enterLabel(line, text))
      return
    if (this.sink.kind === 'skip' || this.words.isOutcome(text)) return
    if (this.words.has(text) || (labelKey(text) === 'etc' && this.card !== null)) return this.skip()
    const own = this.words.lettersAtStart(text)
    if (own === 0) return this.put(line)
    this.skip()
    const rest = inlineAfter(line.inline, own)
    if (rest.length > 0 && !this.words.has(inlineText(rest))) this.put({ ...line, inline: rest })
  }

  /** Our own sheet of who agreed is no part of the form, and names people in columns of its own. */
  private startsAgreement(line: FileParagraph, text: string): boolean {
    if (line.level === null || line.level !== this.sectionLevel || labelKey(text) !== 'akkoord')
      return false
    this.finds.notice('Het blad met akkoorden is niet overgenomen: akkoord geeft iedereen zelf.')
    this.sink = { kind: 'skip' }
    return true
  }

  private skip(): void {
    this.skippedWords += 1
  }

  private enterSection(line: FileParagraph, text: string): boolean {
    const section = sectionByTitle(text, this.format)
    if (section === null) return false
    const isHeading = line.level !== null && line.level === this.sectionLevel
    if (!isHeading && (line.level !== null || this.headed.has(section.id))) return false
    // `Wijk:` is asked for at the head of a form that has a section of that name.
    if (
      !isHeading &&
      text.trim().endsWith(':') &&
      labelAt(text, this.labels.get(this.section.id) ?? []) !== null
    )
      return false
    // A section may have a text of the same name in it, below its own heading.
    if (this.section === section && this.seen.has(section.id)) return false
    this.section = section
    this.seen.add(section.id)
    this.card = null
    this.sink = firstSink(section, this.labels.get(section.id) ?? [])
    if (this.sink.kind === 'label') this.finds.touch(this.sink.label)
    return true
  }

  private enterRow(line: FileParagraph, text: string): boolean {
    const numbered = numberedRow(text, this.section)
    if (numbered === null) return false
    this.card = numbered.table
    this.finds.startRow(
      numbered.table,
      `${this.section.shortTitle}: ${text.replace(/\s+/g, ' ').trim().slice(0, 60)}`,
    )
    const title = numbered.table.columns.find((column) => column.isTitle)
    const rest = inlineAfter(line.inline, numbered.letters)
    this.sink = title === undefined ? { kind: 'row' } : { kind: 'cell', column: title }
    if (title !== undefined)
      this.finds.putCell(
        title,
        rest.length > 0 ? [{ ...line, level: null, list: null, inline: rest }] : [],
      )
    // What follows a title that is there already belongs to a column that has to be named first.
    if (rest.length > 0) this.sink = { kind: 'row' }
    return true
  }

  private enterLabel(line: FileParagraph, text: string): boolean {
    const [first = ''] = text.split('\n')
    for (const column of this.card?.columns ?? []) {
      if (column.isTitle || column.kind === 'computed') continue
      const letters = lettersOfLabel(first, column.label)
      if (letters === 0) continue
      const rest = inlineAfter(line.inline, letters)
      this.finds.putCell(
        column,
        rest.length > 0 && !(column.kind === 'richText' && this.words.has(inlineText(rest)))
          ? [{ ...line, inline: rest }]
          : [],
      )
      this.sink = { kind: 'cell', column }
      return true
    }
    const note =
      this.sink.kind === 'label' &&
      (this.sink.label.kind === 'check' || this.sink.label.kind === 'note')
        ? this.sink.label.item
        : null
    const noteLetters =
      note === null
        ? 0
        : Math.max(
            lettersOfLabel(first, note.noteLabel ?? 'Toelichting'),
            lettersOfLabel(first, 'Toelichting'),
          )
    const labelled =
      noteLetters > 0 && note !== null
        ? { label: { kind: 'note' as const, item: note }, letters: noteLetters }
        : labelAt(text, this.labels.get(this.section.id) ?? [])
    if (labelled === null) return false
    this.card = null
    this.sink = { kind: 'label', label: labelled.label }
    this.finds.touch(labelled.label)
    const rest = inlineAfter(line.inline, labelled.letters)
    // A choice may be worded as the form's own guidance is.
    const isOwn = labelled.label.kind !== 'value' && this.words.has(inlineText(rest))
    if (rest.length > 0 && !isOwn) this.put({ ...line, list: null, level: null, inline: rest })
    else if (rest.length > 0) this.skip()
    return true
  }

  private put(line: FileParagraph | FileTable): void {
    const { sink } = this
    if (sink.kind === 'label')
      this.finds.put(sink.label, line, this.section, this.sectionLevel ?? 0)
    else if (sink.kind === 'cell' && line.kind === 'paragraph' && sink.column.kind !== 'richText') {
      this.finds.putCell(sink.column, [line])
      this.sink = { kind: 'row' }
    } else if (sink.kind === 'cell') this.finds.addToCell(sink.column, line)
    else if (sink.kind !== 'skip')
      this.finds.leave(line, this.section.shortTitle, 'Dit hoort bij geen vraag van het formulier.')
  }

  private readTable(block: FileTable): void {
    if (this.sink.kind === 'skip') return
    const found = this.tableOf(block, this.section)
    if (found === null) return this.put(block)
    const { table, least } = found
    const reader =
      this.readers.get(table.id) ??
      new TableReader(table, {
        newRowId: this.finds.newRowId,
        where: table.label?.replace(/:$/, '') ?? this.section.shortTitle,
      })
    this.readers.set(table.id, reader)
    reader.read(gridOfTable(block), least)
    this.card = null
    // What stands below a table belongs to what is named next.
    this.sink = { kind: 'none' }
  }

  /** The table of the form whose columns are named in one of the first rows; what was just named goes first, then this section. */
  private tableOf(block: FileTable, section: Section): { table: Table; least: number } | null {
    const rows = gridOfTable({ ...block, rows: block.rows.slice(0, 3) })
    // Most tables in a text are somebody's own: seen at a glance.
    if (!rows.some((row) => row.cells.some((cell) => this.columnNames.has(labelKey(cell.text)))))
      return null
    const [head] = rows
    // A header row that Word knows as one says what it is, also with a single column.
    const least =
      block.rows[0]?.isHeader === true
        ? Math.max(
            1,
            Math.min(2, head?.cells.filter((cell) => cell.text.trim() !== '').length ?? 2),
          )
        : 2
    let best: { table: Table; least: number; names: number } | null = null
    for (const table of tablesInOrder(this.format, section)) {
      const keys = new Set(table.columns.map((column) => labelKey(column.label)))
      const reader =
        this.readers.get(table.id) ?? new TableReader(table, { newRowId: () => '', where: '' })
      const known = rows.map((row, y) =>
        reader.names(row, y === 0 ? least : 2)
          ? 1 + row.cells.filter((cell) => keys.has(labelKey(cell.text))).length
          : 0,
      )
      const isNamed =
        this.sink.kind === 'label' &&
        this.sink.label.kind === 'table' &&
        this.sink.label.table.id === table.id
      const names = Math.max(0, ...known)
      if (names > 0 && names + (isNamed ? 0.5 : 0) > (best?.names ?? 0))
        best = { table, least, names: names + (isNamed ? 0.5 : 0) }
    }
    return best
  }
}

/** Straight below a heading: the text that has no label of its own, or the only one of the section. */
function firstSink(section: Section, labels: SectionLabels): Sink {
  const fields = section.blocks.filter(
    (block) => block.kind === 'richText' && block.isInternal !== true,
  )
  const field =
    fields.find((block) => block.label === undefined) ??
    fields.find((block) => labelKey(block.label ?? '') === labelKey(section.title)) ??
    (fields.length === 1 && labels.length <= 2 ? fields[0] : undefined)
  return field === undefined
    ? { kind: 'none' }
    : { kind: 'label', label: { kind: 'field', id: field.id } }
}

function nextText(items: readonly Item[], index: number): string {
  const next = items.slice(index + 1).find((item) => !isBlank(item))
  return next?.kind === 'paragraph'
    ? inlineText(next.inline)
    : next === undefined
      ? ''
      : blocksText([next])
}
