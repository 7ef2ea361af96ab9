import type { Response } from '@playwright/test'
import { limits } from '#shared/limits.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

test.describe('many plans', () => {
  for (const width of [1440, 390])
    test(`come a page at a time, by keyboard too, and are found on pages not yet shown (${width} px)`, async ({
      installation: { server, coordinator },
      openAs,
    }) => {
      const mark = `W${width}`
      // A user without other plans: the limit is a hundred plans per user.
      const owner = await coordinator.inviteAndJoin(
        await coordinator.createPlan({ format: 'hecht-wijkverband', values }),
        {
          name: 'Noor van der Lindeweide',
          email: `noor+${width}@voorbeeld.nl`,
          role: 'reader',
          discipline: 'apothekers',
        },
      )
      await owner.createPlan({
        format: 'hecht-wijkverband',
        values: { ...values, wijk: `Hoëvelland ${mark}` },
      })
      for (let i = 0; i < limits.plansPerPage.max; i++)
        await owner.createPlan({
          format: 'hecht-wijkverband',
          values: { ...values, wijk: `${mark} buurt ${i}` },
        })
      const page = await openAs(owner, { width, height: 844 })
      await page.goto(server.url)
      const rows = page.getByRole('list', { name: 'Plannen' }).getByRole('listitem')
      await expect(rows).toHaveCount(limits.plansPerPage.max)
      const more = page.getByRole('button', { name: 'Meer plannen tonen' })
      await more.scrollIntoViewIfNeeded()
      await page.screenshot({ path: `test-results/lists-more-${width}.png` })
      await expectNoAxeFindings(page)

      // Not on the first page, so the server searches; also without the accent.
      const search = page.getByRole('searchbox')
      await search.fill(`hoevelland ${mark}`)
      await expect(rows).toHaveCount(1)
      await expect(rows).toContainText(`Hoëvelland ${mark}`)
      await page.screenshot({ path: `test-results/lists-found-${width}.png` })
      await search.fill('komtnietvoor')
      await expect(page.getByText(/Geen plan heeft/)).toBeVisible()
      await expectNoAxeFindings(page)
      await search.fill('')
      await expect(rows).toHaveCount(limits.plansPerPage.max)

      await more.focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => rows.count()).toBeGreaterThan(limits.plansPerPage.max)
      await expect(rows.nth(limits.plansPerPage.max).getByRole('link')).toBeFocused()
      await expectNoAxeFindings(page)
    })
})

test.describe('the words on every screen', () => {
  test('comes live to two others, each of whom asks for that one thread', async ({
    installation: { coordinator },
    openAs,
  }) => {
    const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
    const begin = (body: string) =>
      coordinator.json<{ id: string }>('POST', `/api/plans/${planId}/threads`, {
        target: { kind: 'plan' },
        body,
      })
    for (let i = 0; i < 8; i++) await begin(`Eerder ${i}`)
    const people = await Promise.all(
      (['editor', 'commenter'] as const).map((role) =>
        coordinator.inviteAndJoin(planId, {
          name: `Iemand die ${role} is`,
          email: `${role}+${planId}@voorbeeld.nl`,
          role,
          discipline: 'apothekers',
        }),
      ),
    )
    const screens = await Promise.all(
      people.map(async (person) => {
        const screen = await PlanScreen.open(await openAs(person), person, planId)
        await screen.showComments()
        await expect(screen.page.getByText('Eerder 0')).toBeVisible()
        return screen.page
      }),
    )
    const asked: { query: string; count: number; at: number }[] = []
    const listen = (at: number) => async (response: Response) => {
      const { pathname, searchParams } = new URL(response.url())
      if (!pathname.endsWith('/threads') || response.request().method() !== 'GET') return
      const { threads } = (await response.json()) as { threads: unknown[] }
      asked.push({ query: searchParams.get('since') ?? '', count: threads.length, at })
    }
    screens.forEach((page, at) => void page.on('response', (response) => void listen(at)(response)))
    const { id } = await begin('Zojuist gezegd')
    for (const page of screens) await expect(page.getByText('Zojuist gezegd')).toBeVisible()
    await coordinator.json('POST', `/api/threads/${id}/comments`, { body: 'En geantwoord' })
    for (const page of screens) await expect(page.getByText('En geantwoord')).toBeVisible()
    for (const at of [0, 1]) {
      const own = asked.filter((one) => one.at === at)
      expect(own.map(({ count }) => count)).toEqual([1, 1])
      expect(own.every(({ query }) => Number(query) > 0)).toBe(true)
    }
  })
})
