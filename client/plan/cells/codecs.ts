import { alone, type Beside, findHeldBeside } from '#client/bsn-exceptions.ts'
import { errorTable } from '#shared/errors.ts'
import { pasteLimits } from '#shared/limits/paste-limits.ts'
import { readDate, showDate } from './date-text.ts'
import type { Codec } from './draft.ts'
import { type NumberKind, readNumber, showNumber } from './number-value.ts'

/** `beside`: the other cells of the row, over which a number may be spread. */
export function lineCodec(beside: Beside = alone): Codec<string> {
  return {
    show: (value) => value ?? '',
    read: (text) => {
      if (text.length > pasteLimits.lineLength.max)
        return {
          kind: 'refused',
          message: 'Deze regel is te lang. Zet lange tekst in een tekstvak.',
        }
      if (findHeldBeside(text, beside).length > 0)
        return { kind: 'refused', message: errorTable['bsn-found'].text }
      return { kind: 'value', value: text.trim() === '' ? null : text.trim() }
    },
  }
}

export const dateCodec: Codec<string> = { show: showDate, read: readDate }

/** `check` may refuse a valid number, such as one that makes its line too large. */
export function numberCodec(
  kind: NumberKind,
  check: (value: number) => string | null = () => null,
): Codec<number> {
  return {
    show: (value) => (value === null ? '' : showNumber(kind, value)),
    read: (text) => {
      const reading = readNumber(kind, text)
      const message =
        reading.kind === 'value' && reading.value !== null ? check(reading.value) : null
      return message === null ? reading : { kind: 'refused', message }
    },
  }
}
