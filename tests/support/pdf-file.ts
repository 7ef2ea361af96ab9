import { inflateSync } from 'node:zlib'

/**
 * The objects of a PDF, read on its own terms (ISO 32000-1, 7) and with nothing of the library that
 * wrote it: enough for the files that we make, which have no encryption and no filter but Flate.
 */

export type PdfName = { name: string }
export type PdfRef = { ref: number }
export type PdfDict = { [key: string]: PdfValue }
export type PdfStream = { dict: PdfDict; bytes: Buffer }
export type PdfValue =
  | number
  | boolean
  | null
  | string
  | PdfName
  | PdfRef
  | PdfStream
  | PdfValue[]
  | PdfDict
/** A word of a content stream: `BDC`, `Tj`. */
export type Operator = { operator: string; operands: PdfValue[] }

const space = /[\0\t\n\f\r ]/
const regular = /[^\0\t\n\f\r ()<>[\]{}/%]/

class Reader {
  at = 0
  readonly text: string
  constructor(text: string) {
    this.text = text
  }

  skip(): void {
    for (;;) {
      while (space.test(this.text[this.at] ?? 'x')) this.at += 1
      if (this.text[this.at] !== '%') return
      while (this.at < this.text.length && !/[\r\n]/.test(this.text[this.at] ?? '')) this.at += 1
    }
  }

  word(): string {
    const from = this.at
    while (this.at < this.text.length && regular.test(this.text[this.at] ?? '')) this.at += 1
    return this.text.slice(from, this.at)
  }

  /** A value, or undefined at a word that is none (an operator, `endobj`): its text is not read. */
  value(): PdfValue | undefined {
    this.skip()
    const { text, at } = this
    if (text[at] === '/') return this.name()
    if (text[at] === '(') return this.literal()
    if (text.startsWith('<<', at)) return this.dict()
    if (text[at] === '<') return this.hex()
    if (text[at] === '[') return this.array()
    const ref = /^(\d+) (\d+) R(?![\w])/.exec(text.slice(at, at + 24))
    if (ref !== null) {
      this.at += ref[0].length
      return { ref: Number(ref[1]) }
    }
    const number = /^[+-]?(?:\d+\.?\d*|\.\d+)/.exec(text.slice(at, at + 40))
    if (number !== null) {
      this.at += number[0].length
      return Number(number[0])
    }
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const)
      if (text.startsWith(word, at)) {
        this.at += word.length
        return value
      }
    return undefined
  }

  name(): PdfName {
    this.at += 1
    return {
      name: this.word().replace(/#([\da-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    }
  }

  literal(): string {
    let depth = 0
    let found = ''
    for (; this.at < this.text.length; this.at += 1) {
      const letter = this.text[this.at] ?? ''
      if (letter === '\\') {
        const octal = /^[0-7]{1,3}/.exec(this.text.slice(this.at + 1, this.at + 4))?.[0]
        const next = this.text[this.at + 1] ?? ''
        found +=
          octal === undefined
            ? ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[next] ?? next)
            : String.fromCharCode(Number.parseInt(octal, 8))
        this.at += octal?.length ?? 1
        continue
      }
      if (letter === ')') depth -= 1
      if (depth === 0 && letter === ')') break
      if (depth > 0) found += letter
      if (letter === '(') depth += 1
    }
    this.at += 1
    return found
  }

  hex(): string {
    const end = this.text.indexOf('>', this.at)
    const digits = this.text.slice(this.at + 1, end).replace(/\s/g, '')
    this.at = end + 1
    return Buffer.from(digits.length % 2 === 1 ? `${digits}0` : digits, 'hex').toString('latin1')
  }

  array(): PdfValue[] {
    this.at += 1
    const found: PdfValue[] = []
    for (;;) {
      this.skip()
      if (this.text[this.at] === ']') break
      const value = this.value()
      if (value === undefined) throw new Error(`No value at ${this.at}`)
      found.push(value)
    }
    this.at += 1
    return found
  }

  dict(): PdfDict {
    this.at += 2
    const found: PdfDict = {}
    for (;;) {
      this.skip()
      if (this.text.startsWith('>>', this.at)) break
      const key = this.name().name
      const value = this.value()
      if (value === undefined) throw new Error(`No value of ${key} at ${this.at}`)
      found[key] = value
    }
    this.at += 2
    return found
  }
}

export class PdfFile {
  readonly header: string
  readonly trailer: PdfDict
  private readonly objects = new Map<number, PdfValue>()

  constructor(bytes: Uint8Array) {
    const buffer = Buffer.from(bytes)
    const text = buffer.toString('latin1')
    this.header = text.slice(0, 8)
    let trailer: PdfDict = {}
    for (const { index, 0: head, 1: number } of text.matchAll(/(?:^|[\r\n])(\d+) 0 obj\b/g)) {
      const reader = new Reader(text)
      reader.at = index + head.length
      const value = reader.value()
      if (value === undefined) continue
      reader.skip()
      if (!text.startsWith('stream', reader.at)) {
        this.objects.set(Number(number), value)
        continue
      }
      const dict = value as PdfDict
      const start = reader.at + (text[reader.at + 6] === '\r' ? 8 : 7)
      const end =
        typeof dict['Length'] === 'number'
          ? start + dict['Length']
          : text.indexOf('endstream', start)
      this.objects.set(Number(number), { dict, bytes: buffer.subarray(start, end) })
      if (nameOf(dict['Type']) === 'XRef') trailer = dict
    }
    const plain = text.lastIndexOf('trailer')
    if (plain !== -1) {
      const reader = new Reader(text)
      reader.at = plain + 7
      trailer = reader.value() as PdfDict
    }
    this.trailer = trailer
    for (const value of [...this.objects.values()])
      if (isStream(value) && nameOf(value.dict['Type']) === 'ObjStm') this.readPacked(value)
  }

  private readPacked(stream: PdfStream): void {
    const text = streamBytes(stream).toString('latin1')
    const head = new Reader(text)
    const first = Number(stream.dict['First'])
    const places = Array.from({ length: Number(stream.dict['N']) }, () => [
      Number(head.value()),
      Number(head.value()),
    ])
    for (const [number = 0, offset = 0] of places) {
      const reader = new Reader(text)
      reader.at = first + offset
      this.objects.set(number, reader.value() ?? null)
    }
  }

  get all(): PdfValue[] {
    return [...this.objects.values()]
  }

  resolve(value: PdfValue | undefined): PdfValue {
    return isRef(value) ? this.resolve(this.objects.get(value.ref)) : (value ?? null)
  }

  dict(value: PdfValue | undefined): PdfDict {
    const found = this.resolve(value)
    if (isStream(found)) return found.dict
    return found !== null && typeof found === 'object' && !Array.isArray(found)
      ? (found as PdfDict)
      : {}
  }

  list(value: PdfValue | undefined): PdfValue[] {
    const found = this.resolve(value)
    return Array.isArray(found) ? found : found === null ? [] : [found]
  }

  get catalog(): PdfDict {
    return this.dict(this.trailer['Root'])
  }

  pages(node: PdfDict = this.dict(this.catalog['Pages'])): PdfDict[] {
    return nameOf(node['Type']) === 'Page'
      ? [node]
      : this.list(node['Kids']).flatMap((kid) => this.pages(this.dict(kid)))
  }

  content(page: PdfDict): Operator[] {
    const bytes = this.list(page['Contents']).map((part) =>
      streamBytes(this.resolve(part) as PdfStream),
    )
    return operators(Buffer.concat(bytes).toString('latin1'))
  }
}

export const isRef = (value: PdfValue | undefined): value is PdfRef =>
  typeof value === 'object' && value !== null && 'ref' in value
export const isStream = (value: PdfValue | undefined): value is PdfStream =>
  typeof value === 'object' && value !== null && 'dict' in value && 'bytes' in value
export const nameOf = (value: PdfValue | undefined): string | undefined =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : undefined

export function streamBytes({ dict, bytes }: PdfStream): Buffer {
  const filters = [dict['Filter'] ?? []].flat().map((filter) => nameOf(filter as PdfValue))
  return filters.reduce((data, filter) => {
    if (filter !== 'FlateDecode') throw new Error(`Filter ${filter}`)
    return inflateSync(data)
  }, bytes)
}

function operators(text: string): Operator[] {
  const reader = new Reader(text)
  const found: Operator[] = []
  let operands: PdfValue[] = []
  for (;;) {
    const value = reader.value()
    if (value !== undefined) {
      operands.push(value)
      continue
    }
    const operator = reader.word()
    if (operator === '') return found
    found.push({ operator, operands })
    operands = []
  }
}

/** A text of the document itself: UTF-16 with a mark, or one byte a letter. */
export function textString(value: PdfValue | undefined): string {
  if (typeof value !== 'string') return ''
  if (!value.startsWith('\u00fe\u00ff')) return value
  return Buffer.from(value.slice(2), 'latin1').swap16().toString('utf16le')
}
