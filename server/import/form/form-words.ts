import { aboutForm, aboutTitle } from '#shared/format/about-form.ts'
import { answersOf } from '#shared/format/kinds/blocks/questionnaire.ts'
import { blocksOf, tablesOf } from '#shared/format/lookup.ts'
import {
  additionsIntro,
  additionsTitle,
  groupSumsLabel,
  isAdditionsPointer,
  ownLayout,
} from '#shared/format/official-form.ts'
import type { Format } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { possibleAnswers } from '#shared/text/answers.ts'

/** A shorter piece of guidance may well be the author's own words. */
const leastLetters = 12

/** The line above each questionnaire that names its answers. */
function answersIn(format: Format): string[] {
  return [...blocksOf(format)].flatMap(({ block }) => {
    const answers = block.kind === 'questionnaire' ? answersOf(block) : null
    return answers === null ? [] : [possibleAnswers(answers.map(({ label }) => label))]
  })
}

/**
 * The words that a form itself prints: guidance, placeholders, titles. In a filled form they stand
 * between the answers, and belong to none of them (Z7, Z14).
 */
export class FormWords {
  private readonly exact: ReadonlySet<string>
  private readonly running: string
  /** Paragraphs, sentences, and labels that are a sentence: the longest first. */
  private readonly phrases: readonly string[]
  private readonly titlePattern: RegExp
  private readonly documentTitle: string
  private readonly groups: ReadonlySet<string>
  private readonly about: ReadonlySet<string>

  constructor(format: Format) {
    const guidance = [format, ...format.sections].flatMap((part) => part.guidance)
    const paragraphs = guidance.flatMap((entry) => entry.paragraphs)
    const placeholders = format.sections.flatMap((section) =>
      section.blocks.flatMap((block) =>
        block.kind === 'richText' && block.placeholder !== undefined ? [block.placeholder] : [],
      ),
    )
    const lines = [...paragraphs, ...placeholders, ...answersIn(format)]
    this.phrases = phrasesOf([...lines, ...sentencesThatAsk(format)])
    this.exact = new Set([
      ...lines.map(labelKey),
      ...guidance.map((entry) => labelKey(entry.title ?? '')),
      labelKey(format.documentTitle),
      labelKey(format.name),
      ...[additionsTitle, additionsIntro(format), ownLayout(format), groupSumsLabel].map(labelKey),
      ...(format.appendixTitle === undefined ? [] : [labelKey(format.appendixTitle)]),
    ])
    this.documentTitle = labelKey(format.documentTitle)
    this.about = new Set([aboutTitle, ...aboutForm(format)].map(labelKey))
    this.groups = new Set(
      tablesOf(format).flatMap((table) =>
        (table.groups ?? []).flatMap((group) =>
          group.kind === 'fixed' ? [labelKey(group.label)] : [],
        ),
      ),
    )
    // A source may break a paragraph that the format keeps whole, and the other way round.
    this.running = `${guidance.map((entry) => entry.paragraphs.map(labelKey).join(' ')).join('\n')}`
    this.titlePattern = new RegExp(
      `^${format.planTitle.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')}$`,
      'i',
    )
  }

  has(text: string): boolean {
    const key = labelKey(text)
    return key === '' || isAdditionsPointer(text) || this.exact.has(key) || this.isInGuidance(key)
  }

  /**
   * A part of the guidance that begins and ends where a sentence does: an author may well answer
   * with a few words that stand in it too.
   */
  private isInGuidance(key: string): boolean {
    if (key.length < leastLetters) return false
    for (let at = this.running.indexOf(key); at !== -1; at = this.running.indexOf(key, at + 1)) {
      const before = this.running.slice(0, at).trimEnd()
      const behind = this.running.slice(at + key.length)
      const isStart = before === '' || /[\n.?!:;]$/.test(before)
      const isEnd = /[.?!]$/.test(key) || /^\s*(?:$|[\n.?!:;])/.test(behind)
      if (isStart && isEnd) return true
    }
    return false
  }

  /**
   * The title that a plan gets from its own values, or the line with which our exports identify
   * themselves.
   */
  isOwnHead(text: string): boolean {
    return (
      this.titlePattern.test(text.trim()) ||
      labelKey(text) === this.documentTitle ||
      /stand van \d.+ · wijziging \d+$/.test(text.trim())
    )
  }

  /** What a working print says about the form itself; its lines may begin with a label. */
  isAbout(text: string): boolean {
    return this.about.has(labelKey(text))
  }

  /** The outcomes that we print of a budget: they follow from the plan. */
  isOutcome(text: string): boolean {
    return (
      this.isGroupSum(text) ||
      /^(Saldo|Nog te verdelen): €[\s\d.,-]+\((inkomsten|beschikbaar) €[\s\d.,-]+ min begroting €[\s\d.,-]+\)$/.test(
        text.trim(),
      )
    )
  }

  /** `Overige kosten: € 12,50`, with the name of a group. */
  private isGroupSum(text: string): boolean {
    const [, name] = /^(.+): €[\s\d.,-]+$/.exec(text.trim()) ?? []
    return name !== undefined && this.groups.has(labelKey(name))
  }

  /**
   * Number of characters at the start of a text that the form printed, one phrase after another;
   * the author wrote the rest.
   */
  lettersAtStart(text: string): number {
    let printed = 0
    for (let left = text; left.trim() !== ''; left = text.slice(printed)) {
      const key = labelKey(left)
      const start = left.length - left.trimStart().length
      const phrase = this.phrases.find((candidate) => key.startsWith(candidate))
      const letters = phrase === undefined ? 0 : lettersOf(left.trimStart(), phrase)
      if (letters === 0) break
      const sign = /^[\s]*[.:]?/.exec(left.slice(start + letters))?.[0] ?? ''
      printed += start + letters + sign.length
    }
    return printed
  }

  /** True if a line begins an appendix: only there the titles of sections stand above guidance. */
  startsAppendix(text: string, next: string, format: Format): boolean {
    return (
      format.appendixTitle !== undefined &&
      labelKey(text) === labelKey(format.appendixTitle) &&
      this.exact.has(labelKey(next))
    )
  }
}

function phrasesOf(paragraphs: readonly string[]): string[] {
  const phrases = paragraphs.flatMap((paragraph) => [
    labelKey(paragraph),
    ...paragraph.split(/(?<=[.?!])\s+/).map(labelKey),
  ])
  return [...new Set(phrases)]
    .filter((phrase) => phrase.length >= leastLetters)
    .sort((a, b) => b.length - a.length)
}

/** A label that is a sentence may stand behind another in one paragraph. */
function sentencesThatAsk(format: Format): string[] {
  return format.sections.flatMap((section) =>
    section.blocks.flatMap(({ label }) =>
      label !== undefined && /[.?!]$/.test(label) ? [label] : [],
    ),
  )
}

/** Length of the shortest start of a text with this key; 0 if the text begins otherwise. */
export function lettersOf(text: string, key: string): number {
  const from = Math.max(1, key.length - 6)
  for (let letters = from; letters <= Math.min(text.length, key.length + 12); letters += 1)
    if (labelKey(text.slice(0, letters)) === key) return letters
  return 0
}
