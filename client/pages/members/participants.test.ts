import { describe, expect, it } from 'vitest'
import type { Invite, Member, PastInvite } from '#shared/api/members.ts'
import { participantsOf, searchTextsOf } from './participants.ts'

const member = (given: Partial<Member>): Member => ({
  userId: 'u1',
  name: 'Ilse Brink',
  email: 'ilse@voorbeeld.nl',
  role: 'editor',
  discipline: null,
  sections: null,
  addedAt: '2026-01-01T00:00:00Z',
  lastHereOn: null,
  person: null,
  ...given,
})
const invite = (given: Partial<PastInvite>): PastInvite => ({
  id: 'i1',
  role: 'editor',
  discipline: null,
  email: null,
  name: 'Gerda Postma',
  personRow: null,
  sections: null,
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: '2026-01-15T00:00:00Z',
  mailedAt: null,
  acceptedBy: null,
  acceptedAt: null,
  ...given,
})
const person = (rowId: string, name: string) => ({ rowId, name, position: '', organisation: '' })
const listed = (known: Partial<Parameters<typeof participantsOf>[0]>) =>
  participantsOf(
    { members: [], invites: [], past: [], people: [], ...known },
    Date.parse('2026-01-10T00:00:00Z'),
  ).map((one) => `${one.kind}: ${one.name}`)

describe('the people of a plan in one list', () => {
  it('a name that looks the same makes nobody a member; a link and an invitation by hand do', () => {
    const people = [person('r1', 'Ilse Brink'), person('r2', 'Rens'), person('r3', 'Gerda')]
    const link = { rowId: 'r2', linkedBy: { id: 'u2', name: 'Els' }, isSelfLinked: false }
    expect(
      listed({
        people,
        members: [member({}), member({ userId: 'u2', name: 'R. Ottenkamp', person: link })],
        invites: [invite({ personRow: 'r3' }) as Invite],
      }),
    ).toEqual([
      'member: Ilse Brink',
      'member: R. Ottenkamp',
      'invited: Gerda Postma',
      'named: Ilse Brink',
    ])
  })

  it('a used invitation is its member, and says the name that it was made for', () => {
    const acceptedBy = { id: 'u1', name: 'Ilse Brink' }
    const used = invite({
      name: 'Ilse ter Braakhuis',
      acceptedBy,
      acceptedAt: '2026-01-02T00:00:00Z',
    })
    const [one, ...more] = participantsOf(
      { members: [member({})], invites: [], past: [used], people: [] },
      0,
    )
    expect(more).toEqual([])
    expect(one).toMatchObject({ kind: 'member', invitedAs: 'Ilse ter Braakhuis' })
    if (one !== undefined) expect(searchTextsOf(one)).toContain('Ilse ter Braakhuis')
  })

  it('an expired invitation stays in the list until it is made again or withdrawn', () => {
    const past = [
      invite({ expiresAt: '2026-01-09T00:00:00Z', name: null, email: 'a@voorbeeld.nl' }),
    ]
    expect(
      participantsOf({ members: [], invites: [], past, people: [] }, Date.parse('2026-01-10')),
    ).toMatchObject([{ kind: 'invited', name: 'a@voorbeeld.nl', isExpired: true }])
  })
})
