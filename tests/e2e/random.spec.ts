import type { Page } from '@playwright/test'
import { plainText } from '#shared/richtext/plain-text.ts'
import { examplePlan } from '../support/example-plan.ts'
import { Random } from '../support/random.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'
import { doSomething } from './support/random-hands.ts'
import { differences, type Shown, whatShows } from './support/what-shows.ts'

/**
 * A simulation for the screen: two users do random actions, and their screens, the server and a reloaded page must show the
 * same. `SCREEN_SEEDS=7,8 npx playwright test random` for other seeds.
 */
const seeds = (process.env['SCREEN_SEEDS'] ?? '1,2').split(',').map(Number)
const plans = ['kraaienveen', 'broekerveld', 'meerpalen'] as const
const steps = 60
/** Number of actions between two comparisons. */
const between = 20

for (const seed of seeds) {
  test(`two people do whatever comes up: seed ${seed}`, { tag: '@long' }, async ({
    openAs,
    installation: { coordinator },
  }) => {
    // Each user has a generator of their own: the order of the two must not change their actions.
    const hands = [new Random(2 * seed), new Random(2 * seed + 1)]
    const planId = await coordinator.createPlan(
      examplePlan(plans[seed % plans.length] ?? 'kraaienveen'),
    )
    const noor = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email: `noor+${planId}@voorbeeld.nl`,
      role: 'editor',
      discipline: 'huisartsenzorg',
    })
    const [mine, hers] = [
      await openAs(coordinator),
      await openAs(noor, { width: seed % 2 === 0 ? 1024 : 1440 }),
    ]
    const broken: string[] = []
    for (const page of [mine, hers]) {
      page.on('pageerror', (error) => broken.push(error.stack ?? error.message))
      page.on('dialog', (dialog) => void dialog.accept())
    }
    const screens = [
      await openWithComments(mine, () => PlanScreen.open(mine, coordinator, planId, 'Élise')),
      await openWithComments(hers, () => PlanScreen.open(hers, noor, planId, 'Noor')),
    ] as const

    const done: string[] = []
    /** The final state of both screens, after presence at places has expired. */
    const settle = async (): Promise<Shown> => {
      for (const screen of screens) {
        await screen.mend()
        await screen.expectSaved()
        for (let i = 0; i < 3; i++) await screen.page.keyboard.press('Escape')
        // Closed by a key or a button on one screen: what was said is compared, not which panel is open.
        await screen.showComments()
      }
      const look = async (page: Page) => {
        // A closed menu returns the focus a moment later, which the other screen shows as presence.
        await page.evaluate(
          () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
        )
        return whatShows(page)
      }
      let seen: Shown = {}
      const compare = async () => {
        seen = await look(mine)
        return differences(seen, await look(hers))
      }
      await expect.poll(compare, { message: 'the two screens' }).toEqual([])
      return seen
    }
    try {
      for (let step = 0; step < steps; step++) {
        await Promise.all(
          screens.map(async (screen, index) => {
            const hand = hands[index]
            if (hand?.chance(0.75))
              done.push(`${step} ${screen.name} ${await doSomething(hand, screen, step)}`)
          }),
        )
        expect(broken, 'an error on a page').toEqual([])
        if ((step + 1) % between === 0) await settle()
      }
      const shown = await settle()
      const { fields } = await coordinator.content(planId)
      for (const [id, text] of Object.entries(fields))
        expect(wordsIn(shown, `field/${id} text`), id).toBe(plainText(text))
      await openWithComments(mine, async () => {
        await mine.reload()
        await screens[0].expectSaved()
      })
      await expect
        .poll(async () => differences(shown, await whatShows(mine)), {
          message: 'the page opened anew',
        })
        .toEqual([])
    } catch (error) {
      throw new Error(`after:\n${done.slice(-2 * between).join('\n')}`, { cause: error })
    }
  })
}

/** Comments are beside the plan from the start only if there is room, and something in them. */
async function openWithComments<T>(page: Page, open: () => Promise<T>): Promise<T> {
  const opened = await open()
  const comments = page.locator('.comments')
  await expect(async () => {
    if (!(await comments.isVisible()))
      await page.getByRole('button', { name: /^Reacties(?! verbergen)/ }).click()
    await expect(comments).toBeVisible({ timeout: 1_000 })
  }).toPass()
  return opened
}

function wordsIn(shown: Shown, name: string): string {
  return plainText(JSON.parse(shown[name] ?? '{"type":"doc"}'))
}
