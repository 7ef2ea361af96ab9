import type { Page } from '@playwright/test'
import type { Format } from '#shared/format/schema.ts'
import type { ApiClient } from '../support/api-client.ts'
import { markedPlan } from '../support/marked-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'
import { chooseInMenu, PlanScreen } from './support/plan-screen.ts'

/** domain.md 4.3, scenario B step 5: Wim reacts to the themes on an old tablet and sees no budget. */
const sections = ['netwerkvorming', 'themas']

/** All data that reaches a browser: responses with their headers, and websocket frames. */
function recordTraffic(page: Page): { text: () => Promise<string> } {
  const pieces: Promise<string>[] = []
  page.on('response', (response) => {
    // The stream of hints has no end to wait for, and says nothing of a plan (tests/http/inbox-stream.test.ts).
    if (response.url().endsWith('/api/me/inbox/stream')) return
    pieces.push(
      Promise.all([
        response.allHeaders().catch(() => ({})),
        response.body().catch(() => Buffer.alloc(0)),
      ]).then(
        ([headers, body]) =>
          `${response.url()} ${JSON.stringify(headers)} ${body.toString('utf8')}`,
      ),
    )
  })
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) =>
      pieces.push(Promise.resolve(payload.toString('utf8'))),
    ),
  )
  return { text: async () => (await Promise.all(pieces)).join('\n') }
}

const panel = (page: Page) => page.locator('.comments')

test.describe('scenario B, step 5: parts of a plan', () => {
  let planId = ''
  let noor: ApiClient
  let wim: ApiClient
  let hidden: string[] = []
  let shown: string[] = []

  test.beforeEach(async ({ installation: { coordinator } }) => {
    const format = await coordinator.json<Format>('GET', '/api/formats/medrie-wijkplan')
    const { plan, marks } = markedPlan(format)
    planId = await coordinator.createPlan(plan)
    noor = await coordinator.inviteAndJoin(planId, {
      name: 'MERKPERSOON Noor',
      email: `noor+${planId}@voorbeeld.nl`,
      role: 'editor',
    })
    wim = await coordinator.inviteAndJoin(planId, {
      name: 'Wim de Bewoner',
      email: `wim+${planId}@voorbeeld.nl`,
      role: 'commenter',
    })
    await noor.json('POST', `/api/plans/${planId}/threads`, {
      target: { kind: 'table', table: 'budget' },
      body: 'MERKREACTIE',
    })
    shown = sections.flatMap((section) => marks.get(section) ?? [])
    hidden = [
      ...[...marks].flatMap(([section, words]) => (sections.includes(section) ? [] : words)),
      'MERKPERSOON',
      'MERKREACTIE',
    ]
  })

  test('OF3 the coordinator chooses, an open screen follows within a second, and nothing of the rest reaches it after that', {
    tag: '@long',
  }, async ({ openAs, installation: { coordinator } }) => {
    const tablet = await PlanScreen.open(
      await openAs(wim, { width: 1024, height: 768 }),
      wim,
      planId,
    )
    const { page } = tablet
    await expect(tablet.total).toBeVisible()
    const copies = () =>
      page.evaluate(
        async () =>
          (await indexedDB.databases()).filter((database) => database.name?.includes(':plan:'))
            .length,
      )
    await expect.poll(copies).toBe(1)

    const desk = await openAs(coordinator)
    await desk.goto(`${coordinator.url}/plan/${planId}/leden`)
    await desk.getByRole('button', { name: 'Meer over Wim de Bewoner' }).click()
    await desk.getByRole('menuitem', { name: 'Onderdelen kiezen…' }).click()
    const dialog = desk.getByRole('dialog', { name: 'Onderdelen van Wim de Bewoner' })
    await dialog.getByLabel('Alleen bepaalde onderdelen').check()
    await dialog.getByRole('button', { name: 'Opslaan' }).click()
    await expect(dialog.getByText('Kies ten minste één onderdeel.')).toBeVisible()
    await dialog.getByLabel('Het netwerk', { exact: true }).check()
    await dialog.getByLabel('Thema’s', { exact: false }).check()
    await expectNoAxeFindings(desk)
    await dialog.getByRole('button', { name: 'Opslaan' }).click()
    await expect(desk.getByText('Ziet alleen:', { exact: false })).toBeVisible()

    // The open screen shows the parts without the budget, and the copy on the device is removed.
    await expect(page.getByText('U ziet een deel van dit plan', { exact: false })).toBeVisible()
    await expect(tablet.total).toHaveCount(0)
    await expect.poll(copies).toBe(0)

    // From here on all incoming data is checked, including a fresh start.
    const traffic = recordTraffic(page)
    await page.reload()
    await expect(page.getByText('U ziet een deel van dit plan', { exact: false })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Reacties', exact: false }).first()).toBeVisible()
    await expectNoAxeFindings(page)

    // Words in a text, an answer from the team, and edits of others meanwhile.
    const word = (await tablet.field('netwerk').innerText()).trim()
    await tablet
      .field('netwerk')
      .locator('p')
      .dblclick({ position: { x: 20, y: 8 } })
    await page.keyboard.press('Control+Alt+m')
    await panel(page).getByRole('textbox', { name: 'Uw reactie' }).fill('Wat betekent dit woord?')
    await panel(page).getByRole('button', { name: 'Plaatsen' }).click()
    const card = panel(page).getByRole('article').filter({ hasText: 'Wat betekent dit woord?' })
    await expect(card.getByRole('blockquote')).toHaveText(word)
    await expect(tablet.field('netwerk').locator('.comment-mark')).toHaveText(word)
    const editor = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
    await expect(editor.field('netwerk').locator('.comment-mark')).toHaveText(word)
    await editor.field('netwerk').click()
    await editor.page.keyboard.press('Control+Home')
    await editor.type('Nieuw: ')
    await expect(tablet.field('netwerk')).toContainText(`Nieuw: ${word}`)
    await expect(tablet.field('netwerk').locator('.comment-mark')).toHaveText(word)
    await editor.typeAtEnd(editor.field('leden'), ' GEHEIMWOORD')
    await editor.expectSaved()
    const { threads } = await coordinator.json<{
      threads: { id: string; comments: { body: string }[] }[]
    }>('GET', `/api/plans/${planId}/threads`)
    const asked = threads.find((thread) => thread.comments[0]?.body === 'Wat betekent dit woord?')
    await coordinator.json('POST', `/api/threads/${asked?.id}/comments`, {
      body: 'Dat is een merkteken.',
    })
    await expect(card.getByText('Dat is een merkteken.')).toBeVisible()
    await chooseInMenu(page, 'Exporteren')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: /^Word downloaden/ }).click()
    await download
    await page.keyboard.press('Escape')
    await chooseInMenu(page, 'Leden')
    await expect(page.getByRole('list', { name: 'Wie meedoet' }).getByRole('listitem')).toHaveCount(
      2,
    )

    await page.goto(`${wim.url}/`)
    await expect(page.getByRole('link', { name: /Wijkplan Kraaienveen/ }).first()).toBeVisible()
    const seen = await traffic.text()
    for (const word of shown.filter((mark) => mark.startsWith('MERK'))) expect(seen).toContain(word)
    expect([...hidden, 'GEHEIMWOORD'].filter((word) => seen.includes(word))).toEqual([])
  })

  test('a reader reads the comments when the coordinator lets readers, at once on an open screen', {
    tag: '@long',
  }, async ({ openAs, installation: { coordinator } }) => {
    const lies = await coordinator.inviteAndJoin(planId, {
      name: 'Lies Lezer',
      email: `lies+${planId}@voorbeeld.nl`,
      role: 'reader',
    })
    const reader = await PlanScreen.open(await openAs(lies), lies, planId)
    await reader.showComments()
    await expect(
      panel(reader.page).getByText('De reacties op dit plan zijn niet zichtbaar voor lezers', {
        exact: false,
      }),
    ).toBeVisible()
    const desk = await openAs(coordinator)
    await desk.goto(`${coordinator.url}/plan/${planId}/leden`)
    const choice = desk.getByRole('checkbox', { name: /Lezers mogen de reacties lezen/ })
    // The list is complete, so no element moves away from under the pointer.
    await expect(desk.getByRole('button', { name: 'Meer over Lies Lezer' })).toBeVisible()
    await choice.check()
    await expect(panel(reader.page).getByText('MERKREACTIE')).toBeVisible()
    await expectNoAxeFindings(desk)
    await choice.uncheck()
    await expect(panel(reader.page).getByText('MERKREACTIE')).toHaveCount(0)
  })
})
