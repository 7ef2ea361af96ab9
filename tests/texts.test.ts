import { describe, expect, it } from 'vitest'
import { collectTexts } from './support/texts/collect-texts.ts'
import { exceptions } from './support/texts/exceptions.ts'
import { type CheckedText, readUserTexts, sourceFiles } from './support/texts/user-texts.ts'
import { wordRules } from './support/texts/words.ts'

// The Dutch of the product, checked on the source text: CONTRIBUTING.md "Dutch".

interface Finding extends CheckedText {
  rule: string
  instead: string
}

const texts = readUserTexts()

describe('texts for users', () => {
  it('are found in the sources: more than two thousand', () => {
    expect(texts.length).toBeGreaterThan(2000)
    expect(texts.map(({ text }) => text)).toContain(
      'Dit plan bestaat niet of is verwijderd. Ga terug naar uw plannen.',
    )
  })

  it('have no word, sign or ending that the list refuses', () => {
    const found = texts.flatMap(findingsOf).filter((finding) => !isExcepted(finding))
    expect(
      found.map(
        ({ path, line, text, rule, instead }) =>
          `${path}:${line} ${rule}: write ${instead}. “${text}”`,
      ),
    ).toEqual([])
  })

  it('need every exception that is listed', () => {
    const all = texts.flatMap(findingsOf)
    expect(exceptions.filter((one) => !all.some((finding) => fits(finding, one)))).toEqual([])
  })
})

it('says a day and a time in one way: shared/text/moment.ts and shared/amsterdam.ts', () => {
  const own = /DateTimeFormat|toLocale(?:Date|Time)String\(['")]/
  expect(
    sourceFiles().filter(({ path, code }) => own.test(code) && path !== 'shared/amsterdam.ts'),
  ).toEqual([])
})

describe('the check of texts', () => {
  const check = (code: string) =>
    collectTexts('client/made-up.tsx', code).flatMap((text) =>
      findingsOf({ ...text, isForOperators: false, isHome: false }).map(({ rule }) => rule),
    )

  it.each([
    ['const a = <p>Kijk in het controlespoor.</p>', 'logboek'],
    ['const a = <p>Het plan is <b>indienbaar</b>.</p>', 'indienbaar'],
    ["const a = 'Vul dit in volgens Z13.'", 'rule code'],
    ['const a = <Field label="Jouw naam" />', 'u'],
    ["const a = 'Gelukt!'", 'exclamation'],
    ["const a = 'Kies een  plan.'", 'double space'],
    ["const a = 'Uw plan is bewaard. Ga verder'", 'no full stop'],
    ["const a = 'Your plan is saved'", 'English'],
    ["const a = 'Zet de foto\\'s erbij.'", 'straight apostrophe'],
    ["const a = 'Het format van Medrie'", 'formulier'],
  ])('finds what is wrong in %s', (code, rule) => expect(check(code)).toContain(rule))

  it.each([
    "import a from './controlespoor.ts'",
    "type A = 'controlespoor'",
    "throw new Error('controlespoor')",
    "const a = x === 'controlespoor'",
    'const a = <p className="controlespoor">Uw plan is bewaard.</p>',
  ])('passes %s', (code) => expect(check(code)).toEqual([]))

  it('reads a sentence as it is drawn, through its links and values', () => {
    expect(
      collectTexts('a.tsx', 'const a = <p>\n  Uw plan <b>{name}</b> is{" "}\n  bewaard.\n</p>').map(
        ({ text }) => text,
      ),
    ).toEqual(['Uw plan {…} is bewaard.'])
  })
})

function findingsOf(text: CheckedText): Finding[] {
  return [
    ...wordRules
      .filter(
        ({ pattern, isForAll }) => (isForAll ?? !text.isForOperators) && pattern.test(text.text),
      )
      .map(({ name, instead }) => ({ ...text, rule: name, instead })),
    ...(!text.isForOperators && hasOpenEnd(text)
      ? [{ ...text, rule: 'no full stop', instead: 'a full stop at its end' }]
      : []),
  ]
}

/** Two sentences, of which the last has no end. */
const hasOpenEnd = ({ text }: CheckedText) =>
  /\p{Ll}[.?] (?:\{…\}|\p{Lu})/u.test(text) && !/[.?:…)’”}]$|:\n?\{…\}$|groet,/u.test(text)

const fits = (finding: Finding, one: (typeof exceptions)[number]) =>
  finding.rule === one.rule && finding.path.startsWith(one.path) && finding.text.includes(one.text)

const isExcepted = (finding: Finding) => exceptions.some((one) => fits(finding, one))
