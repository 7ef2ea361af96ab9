import { type Column, isComputed, isReference, isRichText } from '#shared/format/columns.ts'
import type { Format, Section, Table } from '#shared/format/schema.ts'
import type { Found, FoundRow, Unplaced } from '#shared/import/found.ts'
import type { RichDoc } from '#shared/plan/content.ts'
import type { FileBlock, FileParagraph } from './file.ts'
import { blocksText, inlineText, richDoc } from './file-text.ts'
import type { Label } from './form-labels.ts'
import { blockOfValue, readCellAs, readValueAs } from './read-cell.ts'
import { readCheck } from './read-check.ts'
import type { TableReading } from './read-table.ts'

type Card = { table: Table; row: FoundRow; texts: Map<Column, FileBlock[]> }

/** Gathers what a walk through a document finds, and puts what it can't read among what has no place. */
export class FormFinds {
  readonly newRowId: () => string
  private readonly format: Format
  private readonly fields = new Map<string, FileBlock[]>()
  private fieldLevel = 0
  private readonly values = new Map<string, FileBlock[]>()
  private readonly checks = new Map<string, FileBlock[]>()
  private readonly labels = new Map<string, Label>()
  private readonly cards: Card[] = []
  private readonly lines = new Map<string, FoundRow[]>()
  private readonly tables: Found['tables'] = {}
  private readonly unplaced: Unplaced[] = []
  private readonly notices: string[] = []

  constructor(format: Format, newRowId: () => string) {
    this.format = format
    this.newRowId = newRowId
  }

  notice(text: string): void {
    this.notices.push(text)
  }

  leave(block: FileBlock, where: string, why: string): void {
    const text = blocksText([block])
    const last = this.unplaced.at(-1)
    // Lines that stood below each other are one piece to copy.
    if (last !== undefined && last.where === where && last.why === why)
      this.unplaced[this.unplaced.length - 1] = { ...last, text: `${last.text}\n${text}` }
    else this.unplaced.push({ text, where, why })
  }

  /** The file has this place, also when nothing stands in it. */
  touch(label: Label): void {
    const into = this.store(label)
    const id = idOf(label)
    if (into !== null && !into.has(id)) into.set(id, [])
    this.labels.set(id, label)
  }

  put(label: Label, block: FileBlock, section: Section, level: number): void {
    const id = idOf(label)
    if (
      label.kind === 'table' &&
      block.kind === 'paragraph' &&
      this.putLine(label.table, block, section)
    )
      return
    const into = this.store(label)
    if (into === null)
      return this.leave(
        block,
        section.shortTitle,
        label.kind === 'table'
          ? 'Dit staat bij een tabel en niet erin.'
          : 'Dit hoort bij geen vraag van het formulier.',
      )
    const blocks = into.get(id) ?? []
    // One line is one answer; what comes below it answers nothing.
    if (label.kind === 'value' && blocks.length > 0)
      return this.leave(block, section.shortTitle, 'Dit hoort bij geen vraag van het formulier.')
    if (label.kind === 'field') this.fieldLevel = level
    blocks.push(block)
    into.set(id, blocks)
  }

  /**
   * A form may ask in one box what we keep as rows ("Activiteiten (SMART):"): each line is then a row, by its name alone. The
   * person who accepts it sees that, and divides it further.
   */
  private putLine(table: Table, block: FileParagraph, section: Section): boolean {
    const title = table.columns.find((column) => column.isTitle)
    if (title?.kind !== 'line' || table.groups !== undefined) return false
    const name = inlineText(block.inline).replace(/\s+/g, ' ').trim()
    const into = this.lines.get(table.id) ?? []
    into.push({
      id: this.newRowId(),
      cells: { [title.id]: name },
      names: {},
      group: null,
      where: `${section.shortTitle}: ${name.slice(0, 60)}`,
    })
    this.lines.set(table.id, into)
    this.notice(
      `Bij “${(table.label ?? section.title).replace(/:$/, '')}” staat tekst in plaats van een tabel. Elke regel daarvan is een ${table.item.one} geworden.`,
    )
    return true
  }

  private store(label: Label): Map<string, FileBlock[]> | null {
    if (label.kind === 'field') return this.fields
    if (label.kind === 'value') return this.values
    return label.kind === 'check' || label.kind === 'note' ? this.checks : null
  }

  startRow(table: Table, where: string): void {
    this.cards.push({
      table,
      row: { id: this.newRowId(), cells: {}, names: {}, group: null, where },
      texts: new Map(),
    })
  }

  /** Behind what stands there already: a form that asks for the same twice has both answers. */
  putCell(column: Column, blocks: FileBlock[]): void {
    const texts = this.cards.at(-1)?.texts
    texts?.set(column, [...(texts.get(column) ?? []), ...blocks])
  }

  addToCell(column: Column, block: FileBlock): void {
    this.putCell(column, [block])
  }

  addTable(id: string, { unplaced, ...table }: TableReading): void {
    this.tables[id] = table
    this.unplaced.push(...unplaced)
  }

  result(): Found {
    const found: Found = {
      format: { id: this.format.id, version: this.format.version },
      values: {},
      fields: {},
      tables: this.tables,
      unplaced: this.unplaced,
      notices: [...new Set(this.notices)],
    }
    for (const [id, blocks] of this.fields) found.fields[id] = richDoc(blocks, this.fieldLevel)
    for (const [id, blocks] of this.values) this.readValue(found, id, blocks)
    for (const [id, blocks] of this.checks) this.readChecked(found, id, blocks)
    for (const card of this.cards) this.readCard(found, card)
    for (const [id, rows] of this.lines)
      found.tables[id] = {
        rows: [...(found.tables[id]?.rows ?? []), ...rows],
        sums: found.tables[id]?.sums ?? [],
        isWhole: false,
      }
    return found
  }

  private readValue(found: Found, id: string, blocks: FileBlock[]): void {
    const label = this.labels.get(id)
    if (label?.kind !== 'value') return
    const text = blocksText(blocks)
    const read = readValueAs(label.definition, text, blockOfValue(this.format, id))
    if (read.kind === 'ok') found.values[id] = read.value
    else found.unplaced.push({ text, where: label.definition.label, why: read.why })
  }

  private readChecked(found: Found, id: string, blocks: FileBlock[]): void {
    const label = this.labels.get(id)
    if (label?.kind === 'note')
      found.values[id] = blocksText(blocks).replace(/\s+/g, ' ').trim() || null
    if (label?.kind !== 'check') return
    const { answer, note, problem } = readCheck(blocksText(blocks))
    if (answer !== undefined) found.values[id] = answer
    if (note !== '') found.values[`${id}Note`] = note
    if (problem !== null)
      found.unplaced.push({ text: blocksText(blocks), where: label.item.label, why: problem })
  }

  private readCard(found: Found, { table, row, texts }: Card): void {
    for (const [column, blocks] of texts) {
      const text = blocksText(blocks)
      if (isReference(column)) row.names[column.id] = text.replace(/\s+/g, ' ').trim()
      else if (isRichText(column))
        row.cells[column.id] = richDoc(blocks, this.fieldLevel + 1) as RichDoc
      else if (!isComputed(column)) {
        const read = readCellAs(column, { text, blocks, isFormula: false, at: '' })
        if (read.kind === 'ok') row.cells[column.id] = read.value
        else found.unplaced.push({ text, where: row.where, why: read.why })
      }
    }
    const isEmpty = [...texts.values()].every((blocks) =>
      blocks.every(
        (block) =>
          block.kind === 'paragraph' && inlineText((block as FileParagraph).inline).trim() === '',
      ),
    )
    const into = found.tables[table.id] ?? { rows: [], sums: [], isWhole: true }
    found.tables[table.id] = into
    // The form prints its first rows empty.
    if (!isEmpty) into.rows.push(row)
  }
}

function idOf(label: Label): string {
  switch (label.kind) {
    case 'field':
    case 'heading':
      return label.id
    case 'value':
      return label.definition.id
    case 'check':
      return label.item.id
    case 'note':
      return `${label.item.id}Note`
    case 'table':
      return label.table.id
  }
}
