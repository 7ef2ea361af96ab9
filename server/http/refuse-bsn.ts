import { AppError, type FieldError } from '#shared/errors.ts'
import { hasBsn } from '#shared/privacy/bsn.ts'
import { normalizeRichDoc } from '#shared/richtext/normalize.ts'
import { plainText } from '#shared/richtext/plain-text.ts'

/** Addresses and secrets: not text about a plan. */
const exemptAtTop = new Set(['email', 'token'])
/** Made by a machine, so they may look like anything. */
const exemptAnywhere = new Set(['id', 'clientId', 'userId'])

/**
 * Refuses a body in which something looks like a BSN, whatever endpoint it is for: a text that is not meant to be checked
 * has to say so, not the other way round. Someone may answer that it is none, with the reason in `notBsn`; the reason is
 * looked at as well. Neither the error nor the log repeats a digit.
 */
export function refuseBsn(body: unknown): void {
  const found =
    isObject(body) && typeof body['notBsn'] === 'string'
      ? findIn(body['notBsn'], ['notBsn'])
      : findIn(body, [])
  if (found.length > 0) throw new AppError('bsn-found', { fields: found })
}

function findIn(value: unknown, path: readonly string[]): FieldError[] {
  if (typeof value === 'string')
    return hasBsn(value) ? [{ path: path.join('.'), message: 'Dit lijkt op een BSN.' }] : []
  if (Array.isArray(value))
    return value.flatMap((item, index) => findIn(item, [...path, String(index)]))
  if (!isObject(value)) return []
  // A number may be spread over bold and plain words of one text.
  if (value['type'] === 'doc') return findIn(plainText(normalizeRichDoc(value).doc), path)
  return Object.entries(value).flatMap(([key, item]) => {
    const isExempt =
      typeof item === 'string' &&
      (exemptAnywhere.has(key) || (path.length === 0 && exemptAtTop.has(key)))
    const readable = hasBsn(key) ? '…' : key
    return [
      ...findIn(key, [...path, readable]),
      ...(isExempt ? [] : findIn(item, [...path, readable])),
    ]
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
