import { atOnce, type Steps } from '../steps.ts'
import { findBsn, hasBsn } from './bsn.ts'

/** Machine-made values, which may look like anything. */
const exemptAnywhere = new Set(['id', 'clientId', 'userId'])
/** Secrets of links, and codes of an identity provider: not text, and not to be examined. */
const exemptAtTop = new Set(['token', 'oidcAnswer'])
/** Deeper than anything a user writes; a deeper value is scanned as one text. */
const deepest = 40
/** Cost of scanning one value. */
const textUnits = 4

/**
 * The places in a request body with a likely BSN. A user may declare that it is none, with the
 * reason in `notBsn`: then only the reason is scanned.
 */
export function findBsnInBody(body: unknown): string[] {
  return atOnce(findBsnInBodyInSteps(body))
}

/** The same a text at a time: a whole plan has many. */
export function* findBsnInBodyInSteps(body: unknown): Steps<string[]> {
  const answer =
    typeof body === 'object' && body !== null ? (body as { notBsn?: unknown }).notBsn : undefined
  return yield* findBsnIn(typeof answer === 'string' ? { notBsn: answer } : body)
}

/**
 * The places in a JSON value with a likely BSN: in any text, in keys, in the addresses of links,
 * and spread over adjacent texts, such as the cells of a row. Returns paths like
 * `tables.people.0.name`, none of which repeats its digits.
 */
function* findBsnIn(value: unknown): Steps<string[]> {
  return [...new Set(yield* findAt(value, []))]
}

function* findAt(value: unknown, path: readonly string[]): Steps<string[]> {
  yield textUnits
  if (typeof value === 'string') return hasBsn(value) ? [path.join('.')] : []
  if (typeof value !== 'object' || value === null) return []
  if (path.length > deepest || isRichText(value))
    return hasBsn(textIn(value)) ? [path.join('.')] : []
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : Object.entries(value).filter(([key, item]) => !isExempt(key, item, path))
  const found: string[] = []
  for (const [key, item] of entries) {
    const isKey = !Array.isArray(value) && hasBsn(key)
    const own = [...path, isKey ? '…' : key]
    if (isKey) found.push(own.join('.'))
    for (const at of yield* findAt(item, own)) found.push(at)
  }
  return found.length > 0 || !isSpread(entries.map(([, item]) => item)) ? found : [path.join('.')]
}

function isExempt(key: string, item: unknown, path: readonly string[]): boolean {
  return (
    typeof item === 'string' &&
    (exemptAnywhere.has(key) || (path.length === 0 && exemptAtTop.has(key)))
  )
}

/** True if adjacent texts together contain a number that none of them contains alone. */
function isSpread(values: readonly unknown[]): boolean {
  const texts = values.filter((value): value is string => typeof value === 'string' && value !== '')
  return texts.length > 1 && findSpread(texts).length > 0
}

const fewestDigits = 8

/** Per number that spans several texts: the index of its first text. */
export function findSpread(texts: readonly string[]): number[] {
  const joined = texts.join('\t')
  if ((joined.match(/\p{N}/gu)?.length ?? 0) < fewestDigits) return []
  const ends: number[] = []
  for (const text of texts) ends.push((ends.at(-1) ?? -1) + text.length + 1)
  return findBsn(joined).flatMap(({ from, to }) => {
    const first = ends.findIndex((end) => from < end)
    return to > (ends[first] ?? 0) ? [first] : []
  })
}

function isRichText(value: object): boolean {
  return (value as { type?: unknown }).type === 'doc'
}

/**
 * The text of a rich text, one line per block, followed by the addresses of its links. A number may
 * be spread over bold and plain words of one line, and over lines. Not recursive and for any shape,
 * because the input is unchecked.
 */
export function textIn(value: unknown): string {
  const parts: string[] = []
  const addresses: string[] = []
  const open: unknown[] = [value]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') parts.push(node)
    if (typeof node !== 'object' || node === null) continue
    const { text, content, marks, type, attrs } = node as Record<string, unknown>
    if (typeof text === 'string') parts.push(text)
    else if (type !== 'doc') parts.push('\n')
    // Of a picture its words; its id is made by a machine.
    if (type === 'picture') addresses.push(...hrefsOf({ attrs: { alt: altIn(attrs) } }))
    if (Array.isArray(marks)) for (const mark of marks) addresses.push(...hrefsOf(mark))
    if (Array.isArray(content)) for (const child of content.toReversed()) open.push(child ?? null)
    else if (type === undefined && text === undefined)
      for (const child of Object.values(node).toReversed()) open.push(child ?? null)
  }
  return [parts.join(''), ...addresses].join('\n')
}

const altIn = (attrs: unknown): unknown =>
  typeof attrs === 'object' && attrs !== null && 'alt' in attrs ? attrs.alt : null

function hrefsOf(mark: unknown): string[] {
  const attrs: unknown =
    typeof mark === 'object' && mark !== null && 'attrs' in mark ? mark.attrs : null
  return typeof attrs === 'object' && attrs !== null
    ? Object.values(attrs).filter((attr): attr is string => typeof attr === 'string')
    : []
}
