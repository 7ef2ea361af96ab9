import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { type Broekerveld, openBroekerveld } from './broekerveld.ts'
import { TestInstallation } from './installation.ts'

describe('a text is as long as its limit, and no longer', () => {
  let test: TestInstallation
  let plan: Broekerveld
  let otherPlanId: string
  let versionId: string
  beforeAll(async () => {
    test = await TestInstallation.open()
    plan = await openBroekerveld(test)
    otherPlanId = await plan.dounia.createPlan()
    const deadline = new Date(test.clock.now() + 9 * 86_400_000).toISOString()
    await plan.dounia.post(`/api/plans/${otherPlanId}/consultation`, { deadline, message: '' })
    versionId =
      (
        await plan.dounia.post<{ current: { versionId: string } | null }>(
          `/api/plans/${plan.planId}/presentations`,
        )
      ).current?.versionId ?? ''
  }, 60_000)
  afterAll(() => test.close())

  type Send = (text: string) => readonly [method: string, path: string, body: unknown]
  const other = (path: string) => `/api/plans/${otherPlanId}/${path}`

  it.each<[keyof typeof limits, Send]>([
    ['personName', (name) => ['PATCH', '/api/me', { name }]],
    ['commentLength', (body) => ['POST', other('threads'), { target: { kind: 'plan' }, body }]],
    ['versionName', (name) => ['POST', other('versions'), { name }]],
    ['consultationMessage', (message) => ['PATCH', other('consultation'), { message }]],
    ['readLinkLabel', (label) => ['POST', other('read-links'), { label }]],
  ])(
    '%s (limit personName, commentLength, versionName, consultationMessage, readLinkLabel)',
    async (name, send) => {
      const { max } = limits[name] as { max: number }
      const ask = async (length: number) => {
        const [method, path, body] = send('a'.repeat(length))
        return plan.dounia.ask<{ code?: string }>(method, path, { body })
      }
      expect((await ask(max)).status).toBeLessThan(300)
      expect((await ask(max + 1)).body.code).toBe('invalid-values')
    },
  )

  it('an address (limit emailLength)', async () => {
    const invite = (length: number) =>
      plan.dounia.ask<{ code?: string }>('POST', other('invites'), {
        body: {
          role: 'reader',
          email: `${`a@${`${'b'.repeat(30)}.`.repeat(7)}`.slice(0, length - 3)}.nl`,
        },
      })
    expect((await invite(limits.emailLength.max)).status).toBe(201)
    expect((await invite(limits.emailLength.max + 1)).body.code).toBe('invalid-values')
  })

  it('the text that is kept of an answer, and of an end (limit answerRemark, endReason)', async () => {
    const answer = (length: number) =>
      plan.people.apothekers.ask<{ code?: string }>(
        'POST',
        `/api/versions/${versionId}/approvals`,
        {
          body: { discipline: 'apothekers', verdict: 'not-agreed', remark: 'a'.repeat(length) },
        },
      )
    expect((await answer(limits.answerRemark.max + 1)).body.code).toBe('invalid-values')
    expect((await answer(limits.answerRemark.max)).body.code).not.toBe('invalid-values')
    const end = (length: number) =>
      plan.dounia.ask<{ code?: string }>('POST', other('ending'), {
        body: { kind: 'expired', reason: 'a'.repeat(length) },
      })
    expect((await end(limits.endReason.max + 1)).body.code).toBe('invalid-values')
    expect((await end(limits.endReason.max)).status).toBeLessThan(300)
  })
})
