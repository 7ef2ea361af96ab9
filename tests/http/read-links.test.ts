import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReadLink, ReadPage } from '#shared/api/read-links.ts'
import { type ConsultedPlan, deadline, openConsultedPlan } from './consulted-plan.ts'
import type { Person } from './installation.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('a consultation', () => {
  let plan: ConsultedPlan
  beforeEach(async () => {
    plan = await openConsultedPlan()
  })
  afterEach(async () => {
    await plan.test.close()
    await plan.peer.stop()
  })

  describe('9: a link to read along', () => {
    const links = async (who: Person) =>
      (await who.get<{ links: ReadLink[] }>(`/api/plans/${plan.planId}/read-links`)).links
    const make = async (who: Person, label = 'Praktijk De Linde') =>
      (
        await who.post<{ id: string; url: string; expiresAt: string }>(
          `/api/plans/${plan.planId}/read-links`,
          { label },
        )
      ).url
    const read = (url: string) =>
      plan.test
        .visitor()
        .ask<ReadPage>('GET', `/api/read/${new URL(url).searchParams.get('token')}`)
    const outcome = async (url: string) => {
      const { status, body } = await read(url)
      return status === 200 ? 'reads' : `${status} ${(body as unknown as { code: string }).code}`
    }

    it('shows what was put forward and nothing else, to whoever has it', async () => {
      await plan.comment(plan.wim, 'Niet voor buiten')
      await plan.open()
      const url = await make(plan.ilse)
      const { status, body, headers } = await read(url)
      expect(status).toBe(200)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-robots-tag')).toBe('noindex')
      expect(body).toMatchObject({
        title: 'Wijkplan Kraaienveen',
        expiresAt: deadline,
        asOf: new Date(plan.test.clock.now()).toISOString(),
      })
      const everything = JSON.stringify(body)
      for (const there of ['Wij overleggen elke maand.', 'Veilig thuis'])
        expect(everything).toContain(there)
      for (const person of [
        'Elise',
        'Ilse',
        'Wim',
        'Rens',
        'Niet voor buiten',
        plan.planId,
        'voorbeeld.nl',
        't1',
      ])
        expect(everything).not.toContain(person)
    })

    it('ends at the deadline, when it is revoked, and with the plan', async () => {
      expect(
        await plan.ilse.refusal('POST', `/api/plans/${plan.planId}/read-links`, {
          body: { label: 'Te vroeg' },
        }),
      ).toBe('409 no-consultation')
      expect(
        await plan.ilse.refusal('POST', `/api/plans/${plan.planId}/read-links`, {
          body: { label: 'Voor 111222333' },
        }),
      ).toBe('422 bsn-found')
      await plan.open()
      const first = await make(plan.ilse, 'Een')
      plan.test.clock.advance(1000)
      const second = await make(plan.elise, 'Twee')
      expect((await links(plan.ilse)).map((link) => `${link.label} ${link.canRevoke}`)).toEqual([
        'Een true',
        'Twee false',
      ])
      const [one, two] = await links(plan.elise)
      const revoke = (who: Person, id: string | undefined) =>
        who.ask('DELETE', `/api/plans/${plan.planId}/read-links/${id}`)
      expect((await revoke(plan.ilse, two?.id)).status).toBe(403)
      expect((await revoke(plan.elise, one?.id)).status).toBe(200)
      expect([
        await outcome(first),
        await outcome(second),
        await outcome('http://x/?token=geraden'),
      ]).toEqual(['410 read-link-invalid', 'reads', '410 read-link-invalid'])
      expect((await links(plan.elise)).map((link) => link.label)).toEqual(['Twee'])
      plan.test.clock.advance(15 * day)
      expect(await outcome(second)).toBe('410 read-link-invalid')
      expect(await links(plan.elise)).toEqual([])
    })

    it('ends when the consultation is closed earlier, or the plan removed', async () => {
      await plan.open()
      const url = await make(plan.elise)
      await plan.elise.ask('DELETE', plan.at())
      expect(await outcome(url)).toBe('410 read-link-invalid')
      await plan.open()
      expect(await outcome(url)).toBe('410 read-link-invalid')
      const again = await make(plan.elise)
      await plan.elise.ask('DELETE', `/api/plans/${plan.planId}`)
      expect(await outcome(again)).toBe('410 read-link-invalid')
    })

    it('can not be guessed at without end, and whoever has one is not kept out by that', async () => {
      await plan.open()
      const url = await make(plan.elise)
      for (let i = 0; i < 25; i++) await outcome(`http://x/?token=geraden-${i}`)
      expect(await outcome('http://x/?token=nog-een')).toBe('429 too-many')
      expect(await outcome(url)).toBe('reads')
    })
  })
})
