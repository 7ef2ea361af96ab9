import { ApiClient } from '../support/api-client.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'

for (const width of [1440, 390])
  test(`two accounts of one person become one when both confirm, at ${width} px`, async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    async function join(name: string, email: string): Promise<ApiClient> {
      const { url } = await coordinator.json<{ url: string }>(
        'POST',
        `/api/plans/${planId}/invites`,
        { role: 'editor', discipline: 'gemeente' },
      )
      const person = new ApiClient(server.url)
      await person.json('POST', `/api/invites/${new URL(url).searchParams.get('token')}/accept`, {
        name,
        email,
      })
      return person
    }
    const kept = await join(`Ilse Brink ${width}`, `ilse-${width}@fysio-voorbeeld.nl`)
    const other = await join(`I. Brink ${width}`, `brink-${width}@thuis-voorbeeld.nl`)

    const admin = await openAs(coordinator, { width })
    await admin.goto(`${server.url}/beheer`)
    await admin
      .getByLabel('Zoek op het begin van een naam of e-mailadres')
      .fill(`Ilse Brink ${width}`)
    await admin.keyboard.press('Enter')
    await admin.getByRole('link', { name: `Ilse Brink ${width}` }).click()
    await admin.getByRole('button', { name: 'Samenvoegen met een ander account' }).click()
    await admin.getByLabel('E-mailadres van het andere account').fill('elise@voorbeeld.nl')
    await admin.getByRole('button', { name: 'Voorstellen', exact: true }).click()
    await expect(admin.getByRole('dialog')).toContainText('Het account van een beheerder kan niet')
    await expectNoAxeFindings(admin)
    await admin
      .getByLabel('E-mailadres van het andere account')
      .fill(`brink-${width}@thuis-voorbeeld.nl`)
    await admin.getByRole('button', { name: 'Voorstellen', exact: true }).click()
    await expect(admin.getByText(`I. Brink ${width}: moet nog bevestigen`)).toBeVisible()
    await expectNoAxeFindings(admin)

    const first = await openAs(kept, { width })
    await first.goto(server.url)
    await expect(first.getByRole('heading', { name: 'Heeft u twee accounts?' })).toBeVisible()
    await expect(first.getByText('b…@thuis-voorbeeld.nl')).toBeVisible()
    await expectNoAxeFindings(first)
    await first.getByRole('button', { name: 'Ja, beide zijn van mij' }).click()
    await expectNoAxeFindings(first)
    await first.getByRole('button', { name: 'Bevestigen' }).click()
    await expect(first.getByText('U heeft dit hier bevestigd.')).toBeVisible()

    const second = await openAs(other, { width })
    await second.goto(`${server.url}/account`)
    await second.getByRole('button', { name: 'Ja, beide zijn van mij' }).click()
    await second.getByRole('button', { name: 'Bevestigen' }).click()
    await second.waitForURL(`${server.url}/sign-in`)
    await expect(second.getByText(/Log voortaan in met het account van Ilse Brink/)).toBeVisible()
    expect((await other.request('GET', '/api/me')).status).toBe(401)

    await first.reload()
    await expect(
      first.getByText(/is .* samengevoegd met uw andere account, I\. Brink/),
    ).toBeVisible()
    await first.getByRole('button', { name: 'Gezien' }).click()
    await expect(first.getByText(/samengevoegd met uw andere account/)).toHaveCount(0)
    await expect(first.getByRole('list', { name: 'Plannen' }).getByRole('listitem')).toHaveCount(1)
  })
