import type { Role } from '../access.ts'
import type { Discipline } from '../disciplines.ts'
import { tableOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import type { PlanContent, Row } from '../plan/content.ts'
import { titleOf } from '../plan/row-title.ts'

/**
 * The data of a `people` row about a person; empty if the plan does not have it. It belongs to
 * nobody until an account is linked to that row.
 */
export type Speaker = {
  /**
   * Id of the row; missing in rounds from before accounts were linked to rows: such a person is
   * linked to nobody.
   */
  rowId: string
  name: string
  position: string
  organisation: string
  level: string
  onBehalfOf: string
}

export type Seat = {
  /**
   * A discipline of the form (`huisartsenzorg`), or the row of a party. The field `discipline` of
   * `POST …/approvals`.
   */
  id: string
  label: string
  disciplines: readonly Discipline[]
  role: Role | null
  /**
   * A discipline may have several people in this plan, so only a person named in the plan speaks
   * for this seat.
   */
  isByName: boolean
  speakers: readonly Speaker[]
}

/**
 * The seats for this state of a plan: everyone who has to agree with it. None for a form that asks
 * nobody.
 */
export function seatsOf(format: Format, content: PlanContent): Seat[] {
  return (format.approval?.seats ?? []).flatMap((seat): Seat[] => {
    if (seat.kind === 'fixed') {
      const speakers = rowsOf(content, 'people').filter((row) => matches(row, seat.person))
      return [
        {
          id: seat.id,
          label: seat.label,
          disciplines: seat.disciplines,
          role: seat.role ?? null,
          isByName: false,
          speakers: speakers.map((row) => speakerOf(row, format, content)),
        },
      ]
    }
    const table = tableOf(format, seat.table)
    return rowsOf(content, seat.table)
      .filter((row) => matches(row, seat.where))
      .map((row) => ({
        id: row.id,
        label: table === undefined ? row.id : titleOf(table, row),
        disciplines: seat.disciplines,
        role: null,
        isByName: true,
        speakers: rowsOf(content, 'people')
          .filter((person) => person['party'] === row.id)
          .map((person) => speakerOf(person, format, content)),
      }))
  })
}

/** Everyone named in the plan, in its order. */
export const peopleOf = (format: Format, content: PlanContent): Speaker[] =>
  rowsOf(content, 'people').map((row) => speakerOf(row, format, content))

const levelColumn = (format: Format) =>
  tableOf(format, 'people')?.columns.find((column) => column.id === 'mandateLevel')

/** The levels of mandate of a form, in words. */
export function levelsOf(format: Format): string[] {
  const levels = levelColumn(format)
  return levels?.kind === 'choice' ? levels.options.map((option) => option.label) : []
}

function speakerOf(person: Row, format: Format, content: PlanContent): Speaker {
  const party = rowsOf(content, 'parties').find((row) => row.id === person['party'])
  const levels = levelColumn(format)
  const level = text(person['mandateLevel'])
  return {
    rowId: person.id,
    name: text(person['name']),
    position: text(person['position']),
    organisation: text(party?.['name']),
    level:
      (levels?.kind === 'choice'
        ? levels.options.find((option) => option.id === level)?.label
        : undefined) ?? level,
    onBehalfOf: text(person['onBehalfOf']),
  }
}

const rowsOf = (content: PlanContent, table: string): readonly Row[] => content.tables[table] ?? []
const text = (cell: unknown): string => (typeof cell === 'string' ? cell : '')
const matches = (row: Row, where: Readonly<Record<string, string | string[]>>): boolean =>
  Object.entries(where).every(([column, value]) => [value].flat().includes(text(row[column])))
