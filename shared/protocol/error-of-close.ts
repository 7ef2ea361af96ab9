import { type ErrorCode, errorCodes, errorTable } from '../errors.ts'

/**
 * The error code for a websocket close code; if several errors share a close code, the general one.
 */
export function errorOfClose(close: number): ErrorCode | null {
  const general: Record<number, ErrorCode> = {
    4403: 'no-access',
    4413: 'too-large',
    4529: 'too-many',
    4503: 'unavailable',
  }
  return general[close] ?? errorCodes.find((code) => errorTable[code].close === close) ?? null
}
