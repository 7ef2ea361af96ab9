import { formatDate, months } from '#shared/dates.ts'
import { isIsoDate } from '#shared/format/kinds/plain-value.ts'
import type { Reading } from './draft.ts'

/** `9 maart 2026`, as in print (T17). */
export function showDate(iso: string | null): string {
  return iso === null ? '' : formatDate(iso)
}

/** Reads `9-3-2026`, `09/03/26`, `9 mrt 2026` and ISO. Day first, always: 3-9 is 3 September. */
export function readDate(text: string): Reading<string> {
  const bare = text.trim().toLowerCase()
  if (bare === '') return { kind: 'value', value: null }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(bare)
  const numbers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(bare)
  const words = /^(\d{1,2})[- ]?\s*([a-z]+)\.?[- ]?\s*(\d{4}|\d{2})$/.exec(bare)
  const found =
    iso !== null
      ? [iso[3], iso[2], iso[1]]
      : numbers !== null
        ? [numbers[1], numbers[2], numbers[3]]
        : words !== null
          ? [words[1], monthOf(words[2] ?? ''), words[3]]
          : null
  if (found === null)
    return {
      kind: 'refused',
      message: `“${text.trim()}” is geen datum. Typ bijvoorbeeld 9-3-2026.`,
    }
  const [day = '', month = '', year = ''] = found
  const value = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(value)
    ? { kind: 'value', value }
    : {
        kind: 'refused',
        message: `De datum “${text.trim()}” bestaat niet. Typ dag, maand en jaar, bijvoorbeeld 9-3-2026.`,
      }
}

function monthOf(word: string): string {
  const short = word === 'mrt' ? 'maart' : word
  const index = short.length < 3 ? -1 : months.findIndex((month) => month.startsWith(short))
  return String(index + 1)
}
