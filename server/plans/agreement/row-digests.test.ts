import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ApprovalRow } from '#server/storage/tables/agreement.ts'
import { digestOfAnswer } from './row-digests.ts'

/**
 * An answer as earlier releases stored it: without the person of the plan and the sign-in method.
 */
const before: ApprovalRow = {
  id: 'a1',
  plan_id: 'p1',
  version_id: 'v1',
  number: 1,
  seat: 'paramedici',
  verdict: 'agreed',
  remark: '',
  user_id: 'u1',
  name: 'Ilse',
  position: 'fysiotherapeut',
  organisation: 'Praktijk',
  level: '',
  on_behalf_of: '',
  is_deputy: 0,
  channel: 'screen',
  at: 5,
  person_row: null,
  person_name: null,
  linked_by: null,
  statement: null,
  signed_in_by: null,
  corrected: null,
}

describe('the digest of an answer', () => {
  it('of before is still that of the record that was signed then', () => {
    const text =
      '{"at":5,"channel":"screen","id":"a1","is_deputy":0,"level":"","name":"Ilse","number":1,"on_behalf_of":"","organisation":"Praktijk","plan_id":"p1","position":"fysiotherapeut","remark":"","seat":"paramedici","user_id":"u1","verdict":"agreed","version_id":"v1"}'
    expect(digestOfAnswer(before)).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('covers each column that came later', () => {
    const later = {
      person_row: 'm4',
      person_name: '',
      linked_by: 'u2',
      statement: 'U tekent als Ilse.',
      signed_in_by: '{"method":"mail"}',
    }
    const digests = [
      digestOfAnswer(before),
      digestOfAnswer({ ...before, ...later }),
      ...Object.entries(later).flatMap(([column, value]) => [
        digestOfAnswer({ ...before, [column]: value }),
        digestOfAnswer({ ...before, ...later, [column]: null }),
      ]),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })
})
