import { describe, expect, it } from 'vitest'
import { mergedMembership } from './merge-memberships.ts'

type Member = Parameters<typeof mergedMembership>[0]

const member = (given: Partial<Member>): Member => ({
  plan_id: 'p',
  user_id: 'kept',
  role: 'reader',
  discipline: null,
  sections: null,
  added_at: 5,
  last_here_on: null,
  ...given,
})

describe('one membership of two', () => {
  const merged = (kept: Partial<Member>, closed: Partial<Member>) =>
    mergedMembership(member(kept), member({ user_id: 'closed', ...closed }))

  it('takes the stronger role with its discipline, and the earlier date', () => {
    expect(
      merged(
        { role: 'reader', discipline: 'gemeente' },
        { role: 'editor', discipline: 'wijkverpleging', added_at: 3 },
      ),
    ).toEqual(member({ role: 'editor', discipline: 'wijkverpleging', added_at: 3 }))
    expect(merged({ role: 'coordinator' }, { discipline: 'gemeente' })).toMatchObject({
      role: 'coordinator',
      discipline: 'gemeente',
    })
  })

  it('was here on the later of the two days', () => {
    const on = (last_here_on: string | null) => ({ last_here_on })
    expect(merged(on('2026-03-02'), on('2026-03-09')).last_here_on).toBe('2026-03-09')
    expect(merged(on('2026-03-02'), on(null)).last_here_on).toBe('2026-03-02')
    expect(merged(on(null), on(null)).last_here_on).toBe(null)
  })

  it('adds up parts with the same role, and gives no right on parts that neither had', () => {
    const [a, b] = ['["a"]', '["b"]']
    expect(merged({ sections: a }, { sections: b }).sections).toBe('["a","b"]')
    expect(merged({ sections: a }, { sections: null }).sections).toBe(null)
    expect(merged({ sections: null }, { role: 'commenter', sections: b })).toMatchObject({
      role: 'commenter',
      sections: b,
    })
  })
})
