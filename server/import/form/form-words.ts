import type { Format } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'

/** Shorter than this a piece of guidance is as likely a person's own words. */
const leastLetters = 12

/**
 * The words that a form prints itself: guidance, placeholders, its titles. In a filled form they stand between the
 * answers, and are no part of any (Z7, Z14).
 */
export class FormWords {
  private readonly exact: ReadonlySet<string>
  private readonly running: string
  private readonly lines: readonly string[]
  private readonly titlePattern: RegExp
  private readonly documentTitle: string

  constructor(format: Format) {
    const guidance = [format, ...format.sections].flatMap((part) => part.guidance)
    const paragraphs = guidance.flatMap((entry) => entry.paragraphs)
    const placeholders = format.sections.flatMap((section) =>
      section.blocks.flatMap((block) =>
        block.kind === 'richText' && block.placeholder !== undefined ? [block.placeholder] : [],
      ),
    )
    this.lines = [...paragraphs, ...placeholders].map(labelKey)
    this.exact = new Set([
      ...this.lines,
      ...guidance.map((entry) => labelKey(entry.title ?? '')),
      labelKey(format.documentTitle),
      labelKey(format.name),
      ...(format.appendixTitle === undefined ? [] : [labelKey(format.appendixTitle)]),
    ])
    this.documentTitle = labelKey(format.documentTitle)
    // A source breaks a paragraph where the format keeps it whole, and the other way round.
    this.running = `${guidance.map((entry) => entry.paragraphs.map(labelKey).join(' ')).join('\n')}`
    this.titlePattern = new RegExp(
      `^${format.planTitle.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')}$`,
      'i',
    )
  }

  has(text: string): boolean {
    const key = labelKey(text)
    return (
      key === '' ||
      this.exact.has(key) ||
      (key.length >= leastLetters && this.running.includes(key))
    )
  }

  /** The title that a plan gets from its own values, or the line with which our exports say what they are. */
  isOwnHead(text: string): boolean {
    return (
      this.titlePattern.test(text.trim()) ||
      labelKey(text) === this.documentTitle ||
      /stand van \d.+ · wijziging \d+$/.test(text.trim())
    )
  }

  /** What we print below a budget, with the sum it comes from: it follows from the plan. */
  isOutcome(text: string): boolean {
    return /^(Saldo|Nog te verdelen): €[\s\d.,-]+\((inkomsten|beschikbaar) €[\s\d.,-]+ min begroting €[\s\d.,-]+\)$/.test(
      text.trim(),
    )
  }

  /** How many letters at the start of a line are the form's, when the rest is somebody's. */
  lettersAtStart(text: string): number {
    const key = labelKey(text)
    for (const line of this.lines) {
      if (line.length < leastLetters || !key.startsWith(line)) continue
      const at = lettersOf(text, line)
      if (at > 0) return at
    }
    return 0
  }

  /** Whether a line begins an appendix: only there the titles of sections stand above guidance. */
  startsAppendix(text: string, next: string, format: Format): boolean {
    return (
      format.appendixTitle !== undefined &&
      labelKey(text) === labelKey(format.appendixTitle) &&
      this.exact.has(labelKey(next))
    )
  }
}

/** The shortest start of a text with this key, in letters; 0 when it begins otherwise. */
export function lettersOf(text: string, key: string): number {
  const from = Math.max(1, key.length - 6)
  for (let letters = from; letters <= Math.min(text.length, key.length + 12); letters += 1)
    if (labelKey(text.slice(0, letters)) === key) return letters
  return 0
}
