import { describe, expect, it } from 'vitest'
import { BodySchema, cleanBody, cleanLine, maxBodyLength, NotBsnSchema } from './body.ts'

describe('the text of a comment', () => {
  it.each([
    ['  Akkoord.  ', 'Akkoord.'],
    ['een\r\ntwee\rdrie\vvier\u2028vijf', 'een\ntwee\ndrie\nvier\nvijf'],
    ['een\n\n\n\n\ntwee', 'een\n\ntwee'],
    ['regel   \nregel', 'regel\nregel'],
    ['a\u0000b\u0007c\u009fd\ufeffe', 'abcde'],
    ['te\u202egnaam', 'tegnaam'],
    ['kolom\tkolom', 'kolom\tkolom'],
    ['half \ud83d teken', 'half  teken'],
    ['<b>vet</b> & https://voorbeeld.nl/a?b=c#d', '<b>vet</b> & https://voorbeeld.nl/a?b=c#d'],
    ['👩‍⚕️ coördinator', '👩‍⚕️ coördinator'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanBody(given)).toBe(kept)
    expect(cleanBody(kept)).toBe(kept)
  })

  it('is neither empty nor longer than a person reads', () => {
    expect(BodySchema.safeParse(' \u0000\n ').success).toBe(false)
    expect(BodySchema.safeParse('a'.repeat(maxBodyLength + 1)).error?.issues[0]?.message).toContain(
      '5.000',
    )
    expect(BodySchema.parse(` ${'a'.repeat(maxBodyLength)}\u0000\n`)).toHaveLength(maxBodyLength)
  })

  it('a quote and a reason are on one line', () => {
    expect(cleanLine(' een\n\n twee\u0000 ')).toBe('een twee')
    expect(NotBsnSchema.safeParse({ notBsn: ' \n' }).success).toBe(false)
  })
})
