import { blocksOf, tableOf, valuesOf } from '#shared/format/lookup.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import type { PlanContent, RichNode, Row } from '#shared/plan/content.ts'
import { plainText } from '#shared/richtext/normalize.ts'
import { cellWords, labelled, rowName, valueWords } from './plan-words.ts'

type Readable = Pick<PlanContent, 'values' | 'fields' | 'tables'>

export type DifferenceKind =
  /** The restored plan lacks it, or has it empty. */
  | 'onlyMine'
  /** Mine lacks it: removed after the backup was made, or never seen. */
  | 'onlyRestored'
  | 'changed'
  /** The words are the same; only bold, lists and the like differ. */
  | 'layout'
  | 'order'

/** One place where my copy and the restored plan differ, in the words of the form. */
export type Difference = { id: string; section: string; label: string; kind: DifferenceKind; mine: string; restored: string }

/** What differs between this screen's copy and the plan that was restored from a backup, in the order of the form. */
export function comparePlans(mine: Readable, restored: Readable, format: Format): Difference[] {
  const definitions = valuesOf(format)
  const value = (id: string): Place[] => {
    const definition = definitions.find((candidate) => candidate.id === id)
    if (definition === undefined) return []
    const words = (from: Readable) => valueWords(from.values[id] ?? null, definition, format)
    return [{ id: `value/${id}`, label: bare(definition.label), mine: words(mine), restored: words(restored) }]
  }
  return [...blocksOf(format)].flatMap(({ section, block }) => {
    const label = bare(block.label ?? section.title)
    const places = (): Place[] => {
      switch (block.kind) {
        case 'richText':
          return [{ id: `field/${block.id}`, label, ...texts(mine.fields[block.id], restored.fields[block.id]) }]
        case 'table':
          return rowPlaces(block, mine, restored)
        case 'questionnaire': {
          const table = tableOf(format, block.id)
          return [...block.moments.flatMap((moment) => value(`${moment.id}Date`)), ...(table === undefined ? [] : rowPlaces(table, mine, restored))]
        }
        case 'checklist':
          return block.items.flatMap((item) => [...value(item.id), ...value(`${item.id}Note`)])
        default:
          return value(block.id)
      }
    }
    return places().flatMap((place) => differenceOf(place, section.title))
  })
}

type Place = { id: string; label: string; mine: string; restored: string; kind?: 'order' | 'layout' }

function differenceOf({ kind, ...place }: Place, section: string): Difference[] {
  if (kind !== undefined) return [{ ...place, section, kind }]
  if (place.mine === place.restored) return []
  return [{ ...place, section, kind: place.restored === '' ? 'onlyMine' : place.mine === '' ? 'onlyRestored' : 'changed' }]
}

function texts(mine: RichNode | undefined, restored: RichNode | undefined): Pick<Place, 'mine' | 'restored' | 'kind'> {
  const words = (doc: RichNode | undefined) => (doc === undefined ? '' : plainText(doc).trim())
  const both = { mine: words(mine), restored: words(restored) }
  const isLayout = both.mine === both.restored && both.mine !== '' && JSON.stringify(mine) !== JSON.stringify(restored)
  return isLayout ? { ...both, kind: 'layout' } : both
}

function rowPlaces(table: Table, mine: Readable, restored: Readable): Place[] {
  const [own, other] = [mine.tables[table.id] ?? [], restored.tables[table.id] ?? []]
  const find = (rows: readonly Row[], id: string) => rows.find((row) => row.id === id)
  const label = (row: Row) => nameOf(table, row, own.includes(row) ? own : other)
  const places = own.flatMap((row): Place[] => {
    const there = find(other, row.id)
    if (there === undefined) return [{ id: `row/${table.id}/${row.id}`, label: label(row), mine: rowWords(table, row, mine), restored: '' }]
    return cellPlaces(table, { row, there, label: label(row) }, mine, restored)
  })
  const gone = other.filter((row) => find(own, row.id) === undefined).map((row) => ({ id: `row/${table.id}/${row.id}`, label: label(row), mine: '', restored: rowWords(table, row, restored) }))
  return [...places, ...gone, ...orderPlace(table, own, other)]
}

function cellPlaces(table: Table, { row, there, label }: { row: Row; there: Row; label: string }, mine: Readable, restored: Readable): Place[] {
  return table.columns.flatMap((column): Place[] => {
    // What follows from other cells differs because those do.
    if (column.kind === 'computed' || (column.kind === 'money' && column.product !== undefined && row[column.id] !== there[column.id] && isProduct(row, column.product))) return []
    const place = { id: `cell/${table.id}/${row.id}/${column.id}`, label: bare(labelled(label, column.label)) }
    if (column.kind === 'richText') return [{ ...place, ...texts(row[column.id] as RichNode | undefined, there[column.id] as RichNode | undefined) }]
    return [{ ...place, mine: cellWords(row[column.id] ?? null, column, mine), restored: cellWords(there[column.id] ?? null, column, restored) }]
  })
}

const bare = (label: string) => label.replace(/\s*:\s*$/, '')

function isProduct(row: Row, factors: readonly string[]): boolean {
  return factors.every((id) => typeof row[id] === 'number')
}

/** Only of the rows that both have: what was added or removed is told already. */
function orderPlace(table: Table, own: readonly Row[], other: readonly Row[]): Place[] {
  const shared = own.filter((row) => other.some(({ id }) => id === row.id))
  const there = other.filter((row) => own.some(({ id }) => id === row.id))
  if (shared.every((row, index) => there[index]?.id === row.id)) return []
  const names = (rows: readonly Row[]) => rows.map((row, index) => `${index + 1}. ${rowName(row)}`).join('\n')
  return [{ id: `order/${table.id}`, label: `Volgorde van ${table.item.many}`, mine: names(shared), restored: names(there), kind: 'order' }]
}

function nameOf(table: Table, row: Row, rows: readonly Row[]): string {
  const name = rowName(row)
  const title = table.columns.find((column) => column.isTitle)
  const words = title !== undefined && typeof row[title.id] === 'string' ? String(row[title.id]) : name
  const one = table.item.one.charAt(0).toUpperCase() + table.item.one.slice(1)
  return words === '' ? `${one} ${rows.indexOf(row) + 1}` : `${one} “${words}”`
}

function rowWords(table: Table, row: Row, content: Readable): string {
  const lines = table.columns.flatMap((column) => {
    const words = cellWords(row[column.id] ?? null, column, content)
    return words === '' ? [] : [labelled(column.label, words)]
  })
  return lines.length === 0 ? 'Lege regel' : lines.join('\n')
}
