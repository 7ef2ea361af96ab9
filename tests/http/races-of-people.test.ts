import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { firstCoordinator } from '#server/auth/users.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { limits } from '#shared/limits.ts'
import { noPostgres } from '../support/postgres-server.ts'
import { type Act, by, inBothOrders, said, TwoNodes } from '../support/two-nodes.ts'
import { broekerveld } from './broekerveld.ts'
import { type Person, tokenOf } from './installation.ts'

/**
 * The transactions of two servers overlap here, in both orders: the first has read everything and is
 * about to write when the second one comes.
 */
describe.skipIf(noPostgres !== null)('accounts and members on two nodes at once', () => {
  let nodes: TwoNodes
  let els: Person
  let noor: Person
  let planId: string
  let named = 0
  beforeAll(async () => {
    nodes = await TwoNodes.open()
  }, 60_000)
  afterAll(() => nodes?.close())
  beforeEach(async () => {
    named++
    els = await nodes.here.person('Els', { email: `els-${named}@voorbeeld.nl` })
    noor = await nodes.here.person('Noor', { email: `noor-${named}@voorbeeld.nl` })
    planId = await els.createPlan()
  })

  const race = (before: RegExp, prepare: () => Promise<readonly [Act, Act]>) =>
    inBothOrders(nodes, before, prepare)
  const twice = (first: string, second: string) => [
    [first, second],
    [first, second],
  ]

  async function joined(
    person: Person,
    role: 'coordinator' | 'editor' | 'reader',
  ): Promise<string> {
    await person.accept(await els.invite(planId, role))
    return person.userId()
  }

  test('the last two coordinators leave, or make each other something else: one stays', async () => {
    const two = async () => {
      planId = await els.createPlan()
      return [await els.userId(), await joined(noor, 'coordinator')] as const
    }
    const member = (id: string) => `/api/plans/${planId}/members/${id}`
    expect(
      await race(/^delete from "members"/, async () => {
        const [elsId, noorId] = await two()
        return [by(els, 'DELETE', member(elsId)), by(noor, 'DELETE', member(noorId))]
      }),
    ).toEqual(twice('done', '409 last-coordinator'))
    expect(
      await race(/^update "members"/, async () => {
        const [elsId, noorId] = await two()
        const reader = { role: 'reader' }
        return [by(els, 'PATCH', member(elsId), reader), by(noor, 'PATCH', member(noorId), reader)]
      }),
    ).toEqual(twice('done', '409 last-coordinator'))
  })

  test('two coordinators are forgotten by two administrators: one stays', async () => {
    const bas = await nodes.here.person('Bas', { email: `bas-${named}@v.nl`, isAdmin: true })
    const forget = async (id: string) =>
      by(bas, 'POST', `/api/admin/people/${id}/forget`, { name: 'Els' })
    expect(
      await race(/^delete from "sign_in_links" where "user_id"/, async () => {
        named++
        els = await nodes.here.person('Els', { email: `els-${named}@voorbeeld.nl` })
        const other = await nodes.here.person('Els', { email: `els2-${named}@voorbeeld.nl` })
        planId = await els.createPlan()
        return [await forget(await els.userId()), await forget(await joined(other, 'coordinator'))]
      }),
    ).toEqual(twice('done', '409 last-coordinator'))
  })

  test('two administrators who forget each other: one stays', async () => {
    expect(
      await race(/^delete from "sessions" where "user_id"/, async () => {
        named++
        const [bas, eva] = await Promise.all(
          ['Bas', 'Eva'].map((name) =>
            nodes.here.person(name, { email: `${name}-${named}@voorbeeld.nl`, isAdmin: true }),
          ),
        )
        if (bas === undefined || eva === undefined) throw new Error('There are two.')
        const forget = async (who: Person, whom: Person, name: string) =>
          by(who, 'POST', `/api/admin/people/${await whom.userId()}/forget`, { name })
        return [await forget(bas, eva, 'Eva'), await forget(eva, bas, 'Bas')]
      }),
    ).toEqual(twice('done', '401 not-signed-in'))
  })

  test('a first coordinator takes an address while its owner joins: the second one is refused', async () => {
    const invited = async () => {
      named++
      const email = `wim-${named}@voorbeeld.nl`
      const first = await nodes.here.person('Coördinator', { isAdmin: true })
      await nodes.db
        .updateTable('user')
        .set({ email: firstCoordinator.email })
        .where('id', '=', await first.userId())
        .execute()
      const url = await els.invite(planId, 'reader')
      const claim = () => by(first, 'PATCH', '/api/me', { name: 'Wim', email })
      const join: Act = (node) => node.visitor().accept(url, { name: 'Wim', email })
      return { claim: claim(), join }
    }
    const one = await invited()
    const claimed = await nodes.race(
      /^update "user"/,
      () => one.claim(nodes.here),
      () => one.join(nodes.there),
    )
    expect(claimed.map(said)).toEqual(['done', '409 sign-in-first'])
    const two = await invited()
    const joined = await nodes.race(
      /^insert into "user"/,
      () => two.join(nodes.here),
      () => two.claim(nodes.there),
    )
    expect(joined.map(said)).toEqual(['done', '409 email-in-use'])
  })

  test('an invitation is used by two people: one joins', async () => {
    expect(
      await race(/^update "invites" set "accepted_by"/, async () => {
        named++
        const path = `/api/invites/${tokenOf(await els.invite(planId, 'reader'))}/accept`
        const someone = (at: number) =>
          nodes.here.person(`p${at}`, { email: `p${at}-${named}@v.nl` })
        return [by(await someone(1), 'POST', path, {}), by(await someone(2), 'POST', path, {})]
      }),
    ).toEqual(twice('done', '410 invite-invalid'))
  })

  test('an invitation is withdrawn while it is used: one of both happens', async () => {
    const prepare = async (): Promise<[Act, Act]> => {
      await els.invite(planId, 'reader')
      const url = await els.invite(planId, 'reader')
      const { id } = await nodes.db
        .selectFrom('invites')
        .select('id')
        .where('token_hash', '=', hashOfToken(tokenOf(url)))
        .executeTakeFirstOrThrow()
      named++
      const someone = await nodes.here.person('Someone', { email: `s-${named}@v.nl` })
      return [
        by(someone, 'POST', `/api/invites/${tokenOf(url)}/accept`, {}),
        by(els, 'DELETE', `/api/plans/${planId}/invites/${id}`),
      ]
    }
    const [accept, withdraw] = await prepare()
    const used = await nodes.race(
      /^update "invites" set "accepted_by"/,
      () => accept(nodes.here),
      () => withdraw(nodes.there),
    )
    expect(used.map(said)).toEqual(['done', '410 invite-invalid'])
    const [late, early] = await prepare()
    const withdrawn = await nodes.race(
      /^update "invites" set "withdrawn_at"/,
      () => early(nodes.here),
      () => late(nodes.there),
    )
    expect(withdrawn.map(said)).toEqual(['done', '410 invite-invalid'])
  })

  test('a sign-in link is used twice: one session begins', async () => {
    const { links } = nodes.here.installation
    expect(
      await race(/^insert into "sessions"/, async () => {
        const { email } = await els.get<{ email: string }>('/api/me')
        const link = await links.forExisting(email, 'mail')
        const use: Act = (node) =>
          node.visitor().ask('POST', '/api/sign-in', { body: { token: tokenOf(link?.url ?? '') } })
        return [use, use]
      }),
    ).toEqual(twice('done', '410 link-invalid'))
  })

  test('two members become one person of the plan: one does', async () => {
    const plan = { ...broekerveld }
    expect(
      await race(/^insert into "person_links"/, async () => {
        planId = await els.createPlan(plan)
        const noorId = await joined(noor, 'editor')
        const link = (id: string) =>
          by(els, 'PATCH', `/api/plans/${planId}/members/${id}/person`, { rowId: 'm1' })
        return [link(noorId), link(await els.userId())]
      }),
    ).toEqual(twice('done', '409 person-taken'))
  })

  test('the last place among the members of a plan is taken once (limit membersPerPlan)', async () => {
    expect(
      await race(/^insert into "members"/, async () => {
        named++
        planId = await els.createPlan()
        const urls = [await els.invite(planId, 'reader'), await els.invite(planId, 'reader')]
        const people = `${named}-`
        await sql`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
          select ${people} || n, 'Lid', ${people} || n || '@leden.nl', 0, '', ''
          from generate_series(2, ${limits.membersPerPlan.max - 1}) as n`.execute(nodes.db)
        await sql`insert into members (plan_id, user_id, role, added_at)
          select ${planId}, id, 'reader', 0 from "user" where id like ${`${people}%`}`.execute(
          nodes.db,
        )
        const accept = async (url: string | undefined, at: number): Promise<Act> =>
          by(
            await nodes.here.person(`p${at}`, { email: `q${at}-${named}@v.nl` }),
            'POST',
            `/api/invites/${tokenOf(url ?? '')}/accept`,
            {},
          )
        return [await accept(urls[0], 1), await accept(urls[1], 2)]
      }),
    ).toEqual(twice('done', '409 members-full'))
  })

  test('the last invitation of a day is made once, in two plans (limit invitesPerDay)', async () => {
    expect(
      await race(/^insert into "invites"/, async () => {
        named++
        els = await nodes.here.person('Els', { email: `els-${named}@voorbeeld.nl` })
        const plans = [await els.createPlan(), await els.createPlan()]
        await copyInvites(plans[0] ?? '', limits.invitesPerDay.max - 1, { isOpen: false })
        const invite = (id: string | undefined) =>
          by(els, 'POST', `/api/plans/${id}/invites`, { role: 'reader' })
        return [invite(plans[0]), invite(plans[1])]
      }),
    ).toEqual(twice('done', '429 enough-for-today'))
  })

  test('the last open invitation of a plan is made once (limit openInvitesPerPlan)', async () => {
    expect(
      await race(/^insert into "invites"/, async () => {
        planId = await els.createPlan()
        await joined(noor, 'coordinator')
        await copyInvites(planId, limits.openInvitesPerPlan.max - 1, { isOpen: true })
        const invite = (who: Person) =>
          by(who, 'POST', `/api/plans/${planId}/invites`, { role: 'reader' })
        return [invite(els), invite(noor)]
      }),
    ).toEqual(twice('done', '409 invites-full'))
  })

  /** Invitations of Els. */
  async function copyInvites(
    ofPlan: string,
    many: number,
    { isOpen }: { isOpen: boolean },
  ): Promise<void> {
    const now = nodes.here.clock.now()
    await sql`insert into invites (id, plan_id, token_hash, role, created_by, created_at, expires_at, withdrawn_at)
      select ${`${named}${ofPlan}`} || n, ${ofPlan}, ${`${named}${ofPlan}`} || n, 'reader', ${await els.userId()},
        ${isOpen ? 0 : now}::bigint, ${now + 1_000_000}::bigint, ${isOpen ? null : now}::bigint
      from generate_series(1, ${many}::int) as n`.execute(nodes.db)
  }
})
