import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#shared/access.ts'
import { allEndpoints } from '#shared/api/all.ts'
import { bodies, matrix, type Visitor, visitors } from './access-rows.ts'
import { type Person, TestInstallation, tokenOf } from './installation.ts'

describe('the rights of each role', () => {
  let test: TestInstallation
  const people = new Map<Visitor, Person>()
  let planId: string
  /** Removed by the row that deletes a plan. */
  let sparePlanId: string
  /** Left by everyone who may. */
  let leftPlanId: string
  let threadId: string
  let versionId: string

  beforeAll(async () => {
    test = await TestInstallation.open()
    const coordinator = await test.person('Coor')
    planId = await coordinator.createPlan()
    sparePlanId = await coordinator.createPlan()
    leftPlanId = await coordinator.createPlan()
    threadId = (
      await coordinator.post<{ id: string }>(`/api/plans/${planId}/threads`, {
        target: { kind: 'plan' },
        body: 'Eerste',
      })
    ).id
    versionId = (
      await coordinator.post<{ id: string }>(`/api/plans/${planId}/versions`, { name: 'Eerste' })
    ).id
    people.set('coordinator', coordinator)
    people.set('outsider', await test.person('Outsider'))
    people.set('anonymous', test.visitor())
    for (const role of ['reader', 'commenter', 'editor'] satisfies Role[]) {
      const member = await test.person(role)
      for (const plan of [planId, sparePlanId, leftPlanId])
        await member.accept(await coordinator.invite(plan, role))
      people.set(role, member)
    }
    const second = await test.person('Second')
    for (const plan of [planId, sparePlanId, leftPlanId])
      await second.accept(await coordinator.invite(plan, 'coordinator'))
    people.set('handed', test.visitor())
    await (people.get('handed') as Person).signIn(
      await coordinator.signInLinkFor(planId, await second.userId()),
    )
  })
  afterAll(() => test.close())

  it('has a row for each endpoint and no other', () => {
    expect(Object.keys(matrix).sort()).toEqual(
      allEndpoints.map((endpoint) => `${endpoint.method} ${endpoint.path}`).sort(),
    )
  })

  for (const [name, row] of Object.entries(matrix)) {
    for (const visitor of visitors) {
      it(`AU1 ${name}: ${visitor} ${row[visitor]}`, async () => {
        const [method = '', pattern = ''] = name.split(' ')
        const path = pattern
          .replace(
            ':planId',
            method === 'DELETE' && pattern.endsWith(':planId')
              ? sparePlanId
              : pattern.endsWith('/leave')
                ? leftPlanId
                : planId,
          )
          .replace('/files/:fileId', `/files/${planId}.0123456789abcdef`)
          .replace(':threadId', threadId)
          .replace(':versionId', versionId)
          .replace(':formatId', 'medrie-wijkplan')
          .replace(
            /:(userId|inviteId|token|commentId|linkId|noticeId|accountId|mergeId)/,
            'bestaat-niet',
          )
          .replace(
            /:(userId|inviteId|token|commentId|overruleId|requirementId|fileId|mark)/,
            'bestaat-niet',
          )
        const person = people.get(visitor) as Person
        // A copy: signing out or in must not change the client of the next request.
        const asker = Object.assign(test.visitor(), {
          cookie: name.startsWith('POST /api/sign-out') ? '' : person.cookie,
        })
        const { status } = await asker.ask(
          method,
          path,
          name in bodies ? { body: bodies[name] } : {},
        )
        if (row[visitor] === 'in') expect([401, 403, 500]).not.toContain(status)
        else expect(status).toBe(row[visitor])
      })
    }
  }

  it('a plan that is not there is 404 for anyone who is signed in, and 401 for anyone who is not', async () => {
    const outsider = people.get('outsider') as Person
    expect(await outsider.refusal('GET', '/api/plans/bestaat-niet')).toBe('404 plan-not-found')
    expect(await outsider.refusal('GET', `/api/plans/${sparePlanId}`)).toBe('404 plan-not-found')
    expect(await test.visitor().refusal('GET', '/api/plans/bestaat-niet')).toBe('401 not-signed-in')
  })

  it('a thread that is not there is 404 for anyone who is signed in, and 401 for anyone who is not', async () => {
    const outsider = people.get('outsider') as Person
    expect(await outsider.refusal('GET', '/api/threads/bestaat-niet')).toBe('404 thread-not-found')
    expect(await outsider.refusal('GET', `/api/threads/${threadId}`)).toBe('403 no-access')
    expect(await test.visitor().refusal('GET', '/api/threads/bestaat-niet')).toBe(
      '401 not-signed-in',
    )
  })

  it('a version that is not there is 404 for anyone who is signed in, and 401 for anyone who is not', async () => {
    const outsider = people.get('outsider') as Person
    expect(await outsider.refusal('GET', '/api/versions/bestaat-niet')).toBe(
      '404 version-not-found',
    )
    expect(await outsider.refusal('GET', `/api/versions/${versionId}/content`)).toBe(
      '403 no-access',
    )
    expect(await test.visitor().refusal('GET', '/api/versions/bestaat-niet')).toBe(
      '401 not-signed-in',
    )
  })

  it('a member who is removed, and an invitation, do not outlive each other', async () => {
    const coordinator = people.get('coordinator') as Person
    const reader = people.get('reader') as Person
    const url = await coordinator.invite(planId, 'editor')
    expect(
      (await coordinator.ask('DELETE', `/api/plans/${planId}/members/${await reader.userId()}`))
        .status,
    ).toBe(200)
    expect(await reader.refusal('GET', `/api/plans/${planId}`)).toBe('403 no-access')
    expect((await reader.accept(url)).status).toBe(200)
    expect((await reader.get<{ role: string }>(`/api/plans/${planId}`)).role).toBe('editor')
    expect(tokenOf(url)).not.toBe('')
  })
})
