import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { atOnce } from '#shared/steps.ts'
import { writeAnswer } from './write-answer.ts'

const RowSchema = z.object({ id: z.string() }).catchall(z.union([z.string(), z.int()]))
const AnswerSchema = z.object({
  name: z.string(),
  tables: z.record(z.string(), z.array(RowSchema)),
  lines: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), at: z.string() }),
      z.object({ kind: z.literal('b'), count: z.int().nullable() }),
    ]),
  ),
  note: z.string().optional(),
  limit: z.int().default(7),
  last: z.object({ by: z.string() }).nullable(),
  parts: z
    .object({ rows: z.array(RowSchema) })
    .nullable()
    .optional(),
  none: z.array(z.string()),
})

function answer(rows: number) {
  return {
    parts: rows === 0 ? null : { rows: Array.from({ length: rows }, (_, i) => ({ id: `p${i}` })) },
    // In another order than the contract, and with fields that the contract does not name.
    last: { by: 'Ria', hash: 'secret' },
    hash: 'secret',
    name: 'Regel “één”\n',
    none: [],
    tables: {
      budget: Array.from({ length: rows }, (_, i) => ({ amount: i, id: `r${i}`, text: 'é"\\' })),
      empty: [],
    },
    lines: Array.from({ length: rows }, (_, i) =>
      i % 2 === 0
        ? { kind: 'a' as const, at: `t${i}`, hash: 'secret' }
        : { kind: 'b' as const, count: i % 3 === 0 ? null : i },
    ),
  }
}

describe('an answer', () => {
  it.each([0, 3, 2_000])('of %i rows is the same text as in one go', (rows) => {
    const given = answer(rows)
    const text = atOnce(writeAnswer(AnswerSchema, given))
    expect(text).toBe(JSON.stringify(AnswerSchema.parse(given)))
    expect(text).not.toContain('secret')
    const more = { ...given, note: 'x', limit: 3 }
    expect(atOnce(writeAnswer(AnswerSchema, more))).toBe(JSON.stringify(AnswerSchema.parse(more)))
  })

  it('a large answer is written in steps of a row, a small one at once', () => {
    const large = [...writeAnswer(AnswerSchema, answer(2_000))]
    expect(large.length).toBeGreaterThan(6_000)
    expect(Math.max(...large)).toBeLessThan(20)
    expect([...writeAnswer(AnswerSchema, answer(3))]).toEqual([])
  })

  it('an answer that lacks a part of its contract is not sent, however large', () => {
    for (const rows of [3, 2_000]) {
      const { name: _, ...without } = answer(rows)
      expect(() => atOnce(writeAnswer(AnswerSchema, without))).toThrow()
      const wrong = { ...answer(rows), none: [1] }
      expect(() => atOnce(writeAnswer(AnswerSchema, wrong))).toThrow()
    }
  })

  it('whose contract checks a list as a whole is checked as a whole', () => {
    const Few = z.object({ lines: z.array(z.string()).max(5) })
    const lines = Array.from({ length: 3_000 }, () => 'x')
    expect(() => atOnce(writeAnswer(Few, { lines }))).toThrow()
  })
})
