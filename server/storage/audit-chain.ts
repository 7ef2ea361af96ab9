import { hashOfLine } from './audit-trail.ts'
import { digestOfList } from './redactions.ts'
import type { AuditRow } from './tables/audit.ts'
import type { RedactionRow } from './tables/redactions.ts'

type Redaction = Pick<RedactionRow, 'old_hash' | 'new_hash'> & { numbers: readonly number[] }

/**
 * Reads a trail from its first line on and finds where its chain is broken. It keeps only the lines
 * that a redaction names, so that a trail of years is read a page at a time. A line that was
 * redacted when a person was forgotten keeps its original hash, so the chain stays intact, and the
 * redaction holds the hash of its new content.
 */
export class AuditChain {
  readonly #redactions: readonly Redaction[]
  readonly #named: ReadonlySet<number>
  /**
   * The lines that redactions name, by number: the original hash, and the hash of the current
   * content.
   */
  readonly #lines = new Map<number, { kept: string; now: string }>()
  /** Lines that differ from what was written, which is valid only if a redaction covers them. */
  readonly #changed: number[] = []
  #previous = ''
  #total = 0
  /** A fault that no redaction explains; all changed lines come before it. */
  #fault: string | null = null

  constructor(redactions: readonly RedactionRow[] = []) {
    this.#redactions = redactions.flatMap(({ kind, subject, ...hashes }) =>
      kind === 'trail' ? [{ ...hashes, numbers: subject.split(',').map(Number) }] : [],
    )
    this.#named = new Set(this.#redactions.flatMap(({ numbers }) => numbers))
  }

  /** How many lines were read. */
  get total(): number {
    return this.#total
  }

  /** The next line. */
  read(row: AuditRow): void {
    const place = ++this.#total
    if (this.#named.has(place)) this.#lines.set(place, { kept: row.hash, now: hashOfLine(row, '') })
    if (this.#fault !== null) return
    if (row.number !== place) this.#fault = `in het logboek ontbreekt regel ${place}`
    else if (row.hash !== hashOfLine(row, this.#previous)) {
      if (this.#named.has(place)) this.#changed.push(place)
      else this.#fault = changed(place)
    }
    this.#previous = row.hash
  }

  /** The fault, as a sentence for the operator; null for an intact chain. */
  fault(): string | null {
    const redacted = new Set(
      this.#redactions.flatMap((redaction) => (this.#isSame(redaction) ? redaction.numbers : [])),
    )
    const first = this.#changed.find((place) => !redacted.has(place))
    return first === undefined ? this.#fault : changed(first)
  }

  /** Whether all lines that a redaction names have the content that it records. */
  #isSame({ numbers, old_hash, new_hash }: Redaction): boolean {
    const lines = numbers.flatMap((number) => this.#lines.get(number) ?? [])
    return (
      lines.length === numbers.length &&
      digestOfList(lines.map((line) => line.kept)) === old_hash &&
      digestOfList(lines.map((line) => line.now)) === new_hash
    )
  }
}

const changed = (line: number): string => `regel ${line} van het logboek is gewijzigd`

/** Checks all lines at once. */
export function findBrokenLine(
  rows: readonly AuditRow[],
  redactions: readonly RedactionRow[] = [],
): string | null {
  const chain = new AuditChain(redactions)
  for (const row of rows) chain.read(row)
  return chain.fault()
}
