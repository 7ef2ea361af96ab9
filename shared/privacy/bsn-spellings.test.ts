import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findBsn, hasBsn } from './bsn.ts'

/**
 * Spellings of 123456782 or 111222333: by habit, by a program in between, or to evade the check.
 */
const spellings: Record<string, string> = {
  'without anything': '123456782',
  'a space': '123 456 782',
  'two spaces': '123  456  782',
  'five spaces': '123     456     782',
  dots: '123.456.782',
  'four, two, three': '1234.56.782',
  'a dot and a dash': '123.456-782',
  'a dash and a space': '123-456 782',
  dashes: '123-456-782',
  'a dash between spaces': '123 - 456 - 782',
  slashes: '123/456/782',
  'a slash between spaces': '123 / 456 / 782',
  'back slashes': '123\\456\\782',
  tabs: '123\t456\t782',
  'line breaks': '123\n456\n782',
  'line breaks of Windows': '123\r\n456\r\n782',
  'a line separator': '123\u2028456\u2028782',
  commas: '123,456,782',
  'commas and spaces': '123, 456, 782',
  semicolons: '123;456;782',
  colons: '123:456:782',
  underscores: '123_456_782',
  'plus signs': '123+456+782',
  'a plus sign before it': '+123456782',
  pipes: '123|456|782',
  stars: '123*456*782',
  'equals signs': '123=456=782',
  tildes: '123~456~782',
  apostrophes: "123'456'782",
  brackets: '(123)(456)(782)',
  'brackets around a part': '(123) 456-782',
  'a no-break space': '123\u00a0456\u00a0782',
  'a narrow no-break space': '123\u202f456\u202f782',
  'a thin space': '123\u2009456\u2009782',
  'a figure space': '123\u2007456\u2007782',
  'an ideographic space': '123\u3000456\u3000782',
  'a hyphen': '123\u2010456\u2010782',
  'a no-break hyphen': '123\u2011456\u2011782',
  'a figure dash': '123\u2012456\u2012782',
  'en dashes': '123\u2013456\u2013782',
  'em dashes': '123\u2014456\u2014782',
  'minus signs': '123\u2212456\u2212782',
  'middle dots': '123\u00b7456\u00b7782',
  bullets: '123\u2022456\u2022782',
  'zero-width spaces': '123\u200b456\u200b782',
  'zero-width joiners': '123\u200d456\u200d782',
  'zero-width non-joiners': '123\u200c456\u200c782',
  'word joiners': '123\u2060456\u2060782',
  'a byte order mark': '123\ufeff456782',
  'soft hyphens': '123\u00ad456\u00ad782',
  'a direction mark': '123\u200f456782',
  'one digit at a time': '1 2 3 4 5 6 7 8 2',
  'one digit at a time, dashed': '1-2-3-4-5-6-7-8-2',
  'zero-width between all': [...'123456782'].join('\u200b'),
  'two by two': '12 34 56 782',
  'two by two in two ways': '12.34-56/782',
  'full-width digits': '１２３４５６７８２',
  superscripts: '¹²³⁴⁵⁶⁷⁸²',
  'circled digits': '①②③④⑤⑥⑦⑧②',
  keycaps: [...'123456782'].map((digit) => `${digit}\ufe0f\u20e3`).join(''),
  'mathematical digits': '𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟐',
  'Arabic digits': '١٢٣٤٥٦٧٨٢',
  'Devanagari digits': '१२३४५६७८२',
  'digits of two scripts': '123٤٥٦782',
  'an address on the web': 'https://voorbeeld.nl/dossier/123456782/inzage',
  'a question in an address': 'https://voorbeeld.nl/?id=123456782&x=1',
  'spaces as an address has them': 'https://voorbeeld.nl/123%20456%20782',
  'dots as an address has them': 'https://voorbeeld.nl/123%2E456%2E782',
  'spaces as a page has them': '123&nbsp;456&nbsp;782',
  'digits as a page has them': '&#49;23456782',
  'a telephone link': 'tel:123456782',
  'the name of a mailbox': '123456782@voorbeeld.nl',
  'the name of a mailbox with dots': '123.456.782@voorbeeld.nl',
  'after a plus in a mailbox': 'els+123456782@voorbeeld.nl',
  'the name of a file': 'indicatie_123456782.docx',
  'letters around it': 'cl123456782x',
  'a name before it': 'BSN123456782',
  quotes: '“123456782”',
  'the end of a sentence': 'Haar nummer is 123456782.',
  'a number before it': 'kamer 12, 123 456 782',
  'a telephone number before it': '06 12345678, 123456782',
  'a telephone number abroad before it': '+31 6 12345678 / 123456782',
  'a date before it': '12-01-2026 123456782',
  'an amount before it': '€ 1.234,56 123456782',
  'a leading zero': '012345672',
  'a leading zero in groups': '0123.45.672',
  'a leading zero by itself': '012 345 672',
  'eight digits with its name': 'bsn: 1000 0008',
  'a zero too many with its name': 'BSN 0123456782',
  'its name with dots': 'b.s.n. 10000008',
}

/** Numbers that must not warn by domain.md, and numbers that every plan contains. */
const quiet: readonly string[] = [
  '123456789',
  '987654321',
  '000000000',
  '0612345678',
  '06 12345678',
  '06 - 12 34 56 78',
  '06-123 456 78',
  '(06) 123 456 78',
  '038 123 45 67',
  '(038) 123 45 67',
  '038/1234567',
  '0591 123 456',
  '0800-1234',
  '+31612345678',
  '+31 6 12345678',
  '+31 (0)6 123 456 78',
  '+32 475 12 34 56',
  '0031 6 12345678',
  'BSN onbekend, bel 06 12345671',
  'NL91ABNA0417164300',
  'NL91 ABNA 0417 1643 00',
  'BE68 5390 0754 7034',
  'KvK 10000008',
  'KvK-nummer 12345678, vestiging 000012345678',
  'AGB-code 10000008',
  'AGB 01-012345',
  '12012026',
  '12-01-2026',
  '2026-01-12',
  '2026-01-12 14:30',
  '2026-02-01T12:00:00.123Z',
  '12-01-2026 t/m 31-12-2026',
  'van 09:00 tot 17:30',
  '€ 123.456.782,00',
  '€ 123.456.782,-',
  '€ 123.456.782',
  '123.456.782,50',
  '€ 1.000 + € 2.500 + € 3.750',
  '100, 200 en 300',
  '8011 AB 12',
  '8011 AB 12-14',
  'Stationsstraat 12, 8011 CW Zwolle, 038 421 12 12',
  '12.678 inwoners, 4.321 huishoudens, 1.234 65-plussers',
  '10%, 20%, 35%',
  '2024 / 2025 / 2026',
  '1. 2. 3. 4. 5. 6. 7. 8. 9.',
  'd9428888-122b-11e1-b85c-61cd3cbb3210',
]

describe('any spelling of a BSN', () => {
  it.each(Object.entries(spellings))('with %s is caught', (_, text) => {
    expect(hasBsn(text)).toBe(true)
    expect(hasBsn(`Mevrouw is bekend. ${text} staat in het dossier.`)).toBe(true)
  })

  it('is found at its place: without it nothing is left to catch', () => {
    for (const text of Object.values(spellings)) {
      const rest = findBsn(text)
        .toReversed()
        .reduce((kept, { from, to }) => kept.slice(0, from) + kept.slice(to), text)
      expect([text, hasBsn(rest)]).toEqual([text, false])
    }
  })

  it.each(quiet)('%j is left alone', (text) => {
    expect(findBsn(text)).toEqual([])
    expect(findBsn(`Zie ${text} voor meer.`)).toEqual([])
  })
})

describe('texts without one', () => {
  const fixtures = new URL('../../tests/fixtures/', import.meta.url)
  const read = (path: string) => readFileSync(new URL(path, fixtures), 'utf8')

  it.each(['kraaienveen', 'broekerveld', 'meerpalen'])('the example plan %s', (name) => {
    const lines: string[] = []
    JSON.parse(read(`plans/${name}.json`), (_, value: unknown) => {
      if (typeof value === 'string') lines.push(value)
      return value
    })
    expect(lines.filter(hasBsn)).toEqual([])
    expect(hasBsn(lines.join('\n'))).toBe(false)
  })

  it.each(['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'])('the form %s', (name) => {
    expect(findBsn(read(`sources/${name}.txt`))).toEqual([])
  })

  it('two thousand sentences as they stand in plans', () => {
    const of = (seed: number, choices: readonly string[]) => choices[seed % choices.length] ?? ''
    const number = (seed: number, from: number, range: number) => from + ((seed * 7919) % range)
    const found: string[] = []
    for (let at = 0; at < 2000; at += 1) {
      const [street, tel] = [number(at, 1, 250), String(number(at, 1_000_000, 8_999_999))]
      const text = of(at, [
        `Overleg op ${number(at, 1, 28)}-${number(at, 1, 12)}-2026 om ${number(at, 9, 8)}:${number(at, 10, 49)} uur, Kerkstraat ${street}, ${number(at, 1000, 8999)} AB Zwolle.`,
        `Bel 038-${tel} of 06-${String(number(at, 10_000_000, 89_999_999))} voor vragen.`,
        `Er wonen ${number(at, 1, 90)}.${number(at, 100, 899)} mensen, van wie ${number(at, 100, 899)} ouder dan 75 en ${number(at, 10, 89)} met een indicatie.`,
        `${number(at, 1, 99)} uur à € ${number(at, 60, 60)},00 is € ${number(at, 1, 9)}.${number(at, 100, 899)},${number(at, 10, 89)}; totaal € ${number(at, 10, 89)}.${number(at, 100, 899)},00.`,
        `KvK ${number(at, 10_000_000, 89_999_999)}, AGB ${number(at, 10_000_000, 89_999_999)}, IBAN NL${number(at, 10, 89)} RABO 0${number(at, 100, 899)} ${number(at, 1000, 8999)} ${number(at, 10, 89)}.`,
        `Vergaderingen in week ${number(at, 1, 12)}, ${number(at, 13, 12)}, ${number(at, 25, 12)} en ${number(at, 37, 12)} van 2026/2027.`,
      ])
      if (hasBsn(text)) found.push(text)
    }
    expect(found).toEqual([])
  })
})
