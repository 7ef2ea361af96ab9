import type { Page } from '@playwright/test'
import { errorTable } from '#shared/errors.ts'
import { ApiClient } from '../support/api-client.ts'
import { Authenticator } from './support/authenticator.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'

const refusal = (page: Page, code: keyof typeof errorTable) =>
  page.getByRole('alert').getByText(errorTable[code].text)

/** What Chromium has no switch for: the device refuses with this name of WebAuthn. */
async function refuseWith(page: Page, name: string): Promise<void> {
  await page.evaluate((refused) => {
    const refuse = async () => {
      throw new DOMException('In English', refused)
    }
    navigator.credentials.create = refuse
    navigator.credentials.get = refuse
  }, name)
}

for (const width of [1440, 390])
  test(`a passkey that the device refuses, in each way, leads on, at ${width} px`, async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const { url } = await coordinator.json<{ url: string }>(
      'POST',
      `/api/plans/${planId}/invites`,
      { role: 'editor', discipline: 'gemeente' },
    )
    const page = await openAs(new ApiClient(server.url), { width, height: 900 })
    const device = await Authenticator.plugIn(page)
    await page.goto(url)
    await page.getByLabel('Uw naam').fill('Noor van der Lindeweide')
    await page.getByLabel('E-mailadres').fill(`noor-refused-${width}@voorbeeld.nl`)
    await page.getByRole('button', { name: 'Meedoen' }).click()

    // A finger that the device does not know.
    await device.recognise(false)
    const make = page.getByRole('button', { name: 'Passkey maken' })
    await make.click()
    await expect(refusal(page, 'passkey-not-made')).toBeVisible()
    await expectNoAxeFindings(page)
    await device.recognise(true)
    await make.click()
    await page.waitForURL(new RegExp(`/plan/${planId}`))

    await page.goto(`${server.url}/account`)
    const add = page.getByRole('button', { name: 'Passkey toevoegen' })
    await add.click()
    await expect(refusal(page, 'passkey-exists')).toBeVisible()
    await expectNoAxeFindings(page)
    for (const [name, code] of [
      ['ConstraintError', 'passkey-no-lock'],
      ['SecurityError', 'passkey-not-here'],
      ['NotSupportedError', 'passkey-device'],
      ['UnknownError', 'passkey-device'],
      ['NotAllowedError', 'passkey-not-made'],
    ] as const) {
      await refuseWith(page, name)
      await add.click()
      await expect(refusal(page, code)).toBeVisible()
    }

    await page.reload()
    await device.touch(false)
    await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
    const enter = page.getByRole('button', { name: 'Inloggen met een passkey' })
    await expect(enter).toBeVisible()
    await device.recognise(false)
    await device.touch(true)
    await enter.click()
    await expect(refusal(page, 'passkey-not-used')).toBeVisible()
    await expectNoAxeFindings(page)
    for (const [name, code] of [
      ['SecurityError', 'passkey-not-here'],
      ['UnknownError', 'passkey-device'],
      ['AbortError', 'passkey-not-used'],
    ] as const) {
      await refuseWith(page, name)
      await enter.click()
      await expect(refusal(page, code)).toBeVisible()
    }

    // Another way in is on the same screen.
    await page.getByLabel('E-mailadres').fill(`noor-refused-${width}@voorbeeld.nl`)
    await page.getByRole('button', { name: 'Inloglink vragen aan uw coördinator' }).click()
    await expect(
      page.getByRole('heading', { name: 'Vraag uw coördinator om een link' }),
    ).toBeFocused()
    await expectNoAxeFindings(page)
  })

test('a device that can keep no passkey, and one that was emptied, lead on', async ({
  installation: { server, coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const noor = await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email: 'noor-emptied@voorbeeld.nl',
    role: 'editor',
  })
  const page = await openAs(noor)
  const old = await Authenticator.plugIn(page, { hasResidentKey: false })
  await page.goto(`${server.url}/account`)
  const card = page.getByRole('region', { name: 'Inloggen zonder link' })
  await card.getByRole('button', { name: 'Passkey toevoegen' }).click()
  await expect(refusal(page, 'passkey-not-made')).toBeVisible()
  await old.unplug()

  const device = await Authenticator.plugIn(page)
  await card.getByRole('button', { name: 'Passkey toevoegen' }).click()
  await expect(card.getByText('nog niet gebruikt')).toBeVisible()
  await device.empty()
  await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
  await page.getByRole('button', { name: 'Inloggen met een passkey' }).click()
  await expect(refusal(page, 'passkey-not-used')).toBeVisible()
})
