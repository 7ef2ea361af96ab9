import type { Page } from '@playwright/test'
import { picturesIn } from '#shared/richtext/pictures-in.ts'
import { jpegOf, pngOf } from '../support/picture-files.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const png = pngOf({ width: 600, height: 400 })

const dialogOf = (page: Page) => page.getByRole('dialog', { name: /Afbeelding/ })

/** Says what a picture shows, and puts it in the text. */
async function describe(page: Page, words: string): Promise<void> {
  const dialog = dialogOf(page)
  await dialog.getByLabel('Wat is er te zien?').fill(words)
  await dialog.getByRole('button', { name: 'Afbeelding toevoegen' }).click()
  await expect(dialog).toBeHidden()
}

/** What a browser gives when a picture is pasted or dropped. */
function give(page: Page, type: 'paste' | 'drop', bytes: Buffer = png): Promise<void> {
  return page.evaluate(
    ({ name, data }) => {
      const file = new File([Uint8Array.from(data)], 'wijk.png', { type: 'image/png' })
      const transfer = new DataTransfer()
      transfer.items.add(file)
      const at = document.activeElement?.getBoundingClientRect()
      const init = { bubbles: true, cancelable: true }
      const event =
        name === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: transfer })
          : new DragEvent('drop', {
              ...init,
              dataTransfer: transfer,
              clientX: (at?.x ?? 0) + 5,
              clientY: (at?.y ?? 0) + 5,
            })
      document.activeElement?.dispatchEvent(event)
    },
    { name: type, data: [...bytes] },
  )
}

test('a picture is chosen, described, seen by the other one, and in the text after a reload', {
  tag: ['@smoke'],
}, async ({ installation: { coordinator }, openAs }) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const mine = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const colleague = await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email: `noor+${planId}@voorbeeld.nl`,
    role: 'editor',
    discipline: 'huisartsenzorg',
  })
  const theirs = await PlanScreen.open(await openAs(colleague), colleague, planId)
  const { page } = mine
  const field = mine.field('ondersteuning')
  await field.click()
  await page.keyboard.type('Onze wijk:')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Afbeelding toevoegen' }).click()
  await (await choosing).setFiles([{ name: 'wijk.png', mimeType: 'image/png', buffer: png }])
  await expect(dialogOf(page).getByRole('img')).toBeVisible()
  await expectNoAxeFindings(page)
  // Without words a picture is nothing for anyone who does not see it.
  await dialogOf(page).getByRole('button', { name: 'Afbeelding toevoegen' }).click()
  await expect(dialogOf(page)).toContainText('Schrijf wat er te zien is')
  await dialogOf(page).getByLabel('Wat is er te zien?').fill('BSN 123456782')
  await dialogOf(page).getByRole('button', { name: 'Afbeelding toevoegen' }).click()
  await expect(dialogOf(page)).toContainText('Dit lijkt op een BSN')
  await describe(page, 'Kaart van de wijk')
  await expect(field.getByRole('img', { name: 'Kaart van de wijk' })).toBeVisible()
  // The caret is in a line below it.
  await page.keyboard.type('Onder de kaart.')
  await expect(field).toContainText('Onder de kaart.')
  await mine.expectSaved()
  await expect(
    theirs.field('ondersteuning').getByRole('img', { name: 'Kaart van de wijk' }),
  ).toBeVisible()
  await expectNoAxeFindings(page)

  await page.reload()
  await expect(field.getByRole('img', { name: 'Kaart van de wijk' })).toBeVisible()
  const { fields } = await coordinator.content(planId)
  const [fileId] = picturesIn(fields['ondersteuning'] ?? { type: 'doc' })
  const stored = await page.request.get(`${coordinator.url}/api/files/${fileId}`)
  expect(stored.headers()['content-type']).toBe('image/png')
})

test('a picture is pasted, dropped, changed by keyboard, made decorative, undone and removed', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const field = screen.field('ondersteuning')
  await field.click()
  await give(page, 'paste')
  await describe(page, 'Eerste')
  await expect(field.getByRole('img', { name: 'Eerste' })).toBeVisible()
  await field.click()
  await give(page, 'drop')
  await describe(page, 'Tweede')
  await expect(field.getByRole('img')).toHaveCount(2)

  // With the keyboard: an arrow selects a picture, Enter opens it.
  await field.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowUp')
  await expect(field.locator('[data-selected]')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await dialogOf(page).getByLabel('Deze afbeelding is alleen versiering').check()
  await dialogOf(page).getByLabel('Breedte in de tekst').selectOption('Half')
  await dialogOf(page).getByRole('button', { name: 'Opslaan' }).click()
  await expect(dialogOf(page)).toBeHidden()
  await expect(field.locator('img[alt=""]')).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(field.locator('img[alt=""]')).toHaveCount(0)
  await expect(field.getByRole('img')).toHaveCount(2)

  await field.getByRole('button', { name: 'Afbeelding wijzigen: Eerste' }).click()
  await dialogOf(page).getByRole('button', { name: 'Afbeelding verwijderen' }).click()
  await expect(field.getByRole('img')).toHaveCount(1)
})

test('a file that is no picture is named, and a large photo is made smaller before it goes', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const field = screen.field('ondersteuning')
  await field.click()
  await give(page, 'paste', Buffer.from('no picture'))
  await expect(page.getByRole('region', { name: 'Meldingen' })).toContainText('is niet te lezen')
  await field.click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Afbeelding toevoegen' }).click()
  const large = pngOf({ width: 4_000, height: 2_000 })
  await (await choosing).setFiles([{ name: 'groot.png', mimeType: 'image/png', buffer: large }])
  await expect(dialogOf(page).getByRole('img')).toBeVisible()
  await describe(page, 'Groot')
  await screen.expectSaved()
  const { fields } = await coordinator.content(planId)
  expect(
    fields['ondersteuning']?.content?.find(({ type }) => type === 'picture')?.attrs,
  ).toMatchObject({
    alt: 'Groot',
    width: 2_000,
    height: 1_000,
  })
})

test('without a connection a picture is shown at once, survives a reload, and is sent later', {
  tag: ['@smoke'],
}, async ({ installation: { coordinator }, openAs }) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const field = screen.field('ondersteuning')
  await field.click()
  // The dialog is loaded on use; a plan that was open has it.
  await give(page, 'paste')
  await expect(dialogOf(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await field.click()
  await page.context().setOffline(true)
  await give(page, 'paste')
  await describe(page, 'Zonder verbinding')
  await expect(field.getByRole('img', { name: 'Zonder verbinding' })).toBeVisible()
  await expect(field).toContainText('Staat op dit apparaat en wordt verstuurd')
  await page.context().setOffline(false)
  await screen.expectSaved()
  await expect(field).not.toContainText('Staat op dit apparaat')
  const { fields } = await coordinator.content(planId)
  const [fileId] = picturesIn(fields['ondersteuning'] ?? { type: 'doc' })
  // On its way to the server while its place already says nothing any more.
  await expect
    .poll(async () => (await page.request.get(`${coordinator.url}/api/files/${fileId}`)).status())
    .toBe(200)
})

test('a version shows its pictures, and the archive has them', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  await screen.field('ondersteuning').click()
  await give(page, 'paste', jpegOf())
  await describe(page, 'In een versie')
  await screen.expectSaved()
  const { id } = await coordinator.json<{ id: string }>('POST', `/api/plans/${planId}/versions`, {
    name: 'Met afbeelding',
  })
  await page.goto(`${coordinator.url}/plan/${planId}?versie=${id}`)
  await expect(page.getByRole('img', { name: 'In een versie' })).toBeVisible()
  const docx = await page.request.get(`${coordinator.url}/api/plans/${planId}/export.docx`)
  expect((await docx.body()).toString('latin1')).toContain('word/media/')
})
