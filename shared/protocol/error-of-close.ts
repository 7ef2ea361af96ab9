import { type ErrorCode, errorCodes, errorTable } from '../errors.ts'

/** The error code a websocket was closed with; several codes may share a close code, then the general one is given. */
export function errorOfClose(close: number): ErrorCode | null {
  const general: Record<number, ErrorCode> = {
    4403: 'no-access',
    4413: 'too-large',
    4529: 'too-many',
    4503: 'unavailable',
  }
  return general[close] ?? errorCodes.find((code) => errorTable[code].close === close) ?? null
}
