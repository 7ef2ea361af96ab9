import { findBsn, hasBsn } from './bsn.ts'

/** Made by a machine, so they may look like anything. */
const exemptAnywhere = new Set(['id', 'clientId', 'userId'])
/** Secrets of a link: no text, and spent by looking at them. */
const exemptAtTop = new Set(['token'])
/** Deeper than anything a person writes; what is deeper is looked at as one text. */
const deepest = 40

/**
 * Where in the body of a request something looks like a BSN. Anyone may answer that it is none, with the reason in
 * `notBsn`: then only the reason is looked at.
 */
export function findBsnInBody(body: unknown): string[] {
  const answer =
    typeof body === 'object' && body !== null ? (body as { notBsn?: unknown }).notBsn : undefined
  return typeof answer === 'string' ? findBsnIn({ notBsn: answer }) : findBsnIn(body)
}

/**
 * Where in a value, as JSON has them, something looks like a BSN: in any text of it, in its keys, in the addresses of its
 * links, and spread over texts that stand beside each other, such as the cells of a row. Paths like `tables.people.0.name`,
 * of which none repeats a digit of it.
 */
function findBsnIn(value: unknown): string[] {
  return [...new Set(findAt(value, []))]
}

function findAt(value: unknown, path: readonly string[]): string[] {
  if (typeof value === 'string') return hasBsn(value) ? [path.join('.')] : []
  if (typeof value !== 'object' || value === null) return []
  if (path.length > deepest || isRichText(value))
    return hasBsn(textIn(value)) ? [path.join('.')] : []
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : Object.entries(value).filter(([key, item]) => !isExempt(key, item, path))
  const found = entries.flatMap(([key, item]) => {
    const isKey = !Array.isArray(value) && hasBsn(key)
    const own = [...path, isKey ? '…' : key]
    return [...(isKey ? [own.join('.')] : []), ...findAt(item, own)]
  })
  return found.length > 0 || !isSpread(entries.map(([, item]) => item)) ? found : [path.join('.')]
}

function isExempt(key: string, item: unknown, path: readonly string[]): boolean {
  return (
    typeof item === 'string' &&
    (exemptAnywhere.has(key) || (path.length === 0 && exemptAtTop.has(key)))
  )
}

/** Whether texts that stand beside each other hold a number that none of them holds by itself. */
function isSpread(values: readonly unknown[]): boolean {
  const texts = values.filter((value): value is string => typeof value === 'string' && value !== '')
  return texts.length > 1 && findSpread(texts).length > 0
}

const fewestDigits = 8

/** Per number that runs over several texts: the index of the text that it begins in. */
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
 * The words of a rich text a line per block, and below them the addresses of its links. A number may be spread over bold
 * and plain words of one line, and over lines. Without recursion and whatever its shape: it is not checked yet.
 */
export function textIn(value: unknown): string {
  const parts: string[] = []
  const addresses: string[] = []
  const open: unknown[] = [value]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') parts.push(node)
    if (typeof node !== 'object' || node === null) continue
    const { text, content, marks, type } = node as Record<string, unknown>
    if (typeof text === 'string') parts.push(text)
    else if (type !== 'doc') parts.push('\n')
    if (Array.isArray(marks)) for (const mark of marks) addresses.push(...hrefsOf(mark))
    if (Array.isArray(content)) for (const child of content.toReversed()) open.push(child ?? null)
    else if (type === undefined && text === undefined)
      for (const child of Object.values(node).toReversed()) open.push(child ?? null)
  }
  return [parts.join(''), ...addresses].join('\n')
}

function hrefsOf(mark: unknown): string[] {
  const attrs: unknown =
    typeof mark === 'object' && mark !== null && 'attrs' in mark ? mark.attrs : null
  return typeof attrs === 'object' && attrs !== null
    ? Object.values(attrs).filter((attr): attr is string => typeof attr === 'string')
    : []
}
