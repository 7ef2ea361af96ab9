import { errorTable } from '#shared/errors.ts'
import { ApiClient } from '../support/api-client.ts'
import { giveSession } from '../support/browser-session.ts'
import { examplePlan } from '../support/example-plan.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { test as base, expect } from './support/installation.ts'

type Mailing = { peer: SmtpPeer; server: ServerProcess; dounia: ApiClient }

const test = base.extend<object, { mailing: Mailing }>({
  mailing: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const peer = await SmtpPeer.start()
      const server = await ServerProcess.start(peer.environment)
      const dounia = await new ApiClient(server.url).signIn(await server.firstLink())
      await dounia.json('PATCH', '/api/me', {
        name: 'Dounia Assarag',
        email: 'dounia@voorbeeld.nl',
      })
      await use({ peer, server, dounia })
      await server.stop()
      await peer.stop()
    },
    { scope: 'worker' },
  ],
})

async function mailedLink({ peer }: Mailing, about: RegExp): Promise<string> {
  let found: string | undefined
  await expect
    .poll(() => {
      found ??= peer
        .taken()
        .map(({ text }) => about.exec(text ?? '')?.[0])
        .find(Boolean)
      return found
    })
    .toBeDefined()
  return found ?? ''
}

const tokenOf = (url = '') => new URL(url).searchParams.get('token')
const ended = 'Deze link werkt niet meer'

for (const width of [1440, 390])
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    const join = (mailing: Mailing, planId: string, name: string) =>
      mailing.dounia.inviteAndJoin(planId, {
        name: 'Noor van der Lindeweide',
        email: `${name}-${width}@voorbeeld.nl`,
        role: 'editor',
      })

    test('a link to sign in that was used, or never was one, leads to every other way in', async ({
      mailing,
      page,
    }) => {
      const { server, dounia, peer } = mailing
      const planId = await dounia.createPlan(examplePlan('broekerveld'))
      const noor = await join(mailing, planId, 'noor')
      const handed = await dounia.json<{ url: string }>(
        'POST',
        `/api/plans/${planId}/members/${await noor.userId()}/sign-in-link`,
      )
      await new ApiClient(server.url).signIn(handed.url)
      peer.taken()
      await new ApiClient(server.url).json('POST', '/api/sign-in-link', {
        email: `noor-${width}@voorbeeld.nl`,
      })
      const mailed = await mailedLink(mailing, /http:\S+\/sign-in\?token=\S+/)
      const back = await new ApiClient(server.url).signIn(mailed)
      for (const url of [handed.url, mailed, `${server.url}/sign-in?token=verzonnen`]) {
        await page.goto(url)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(ended)
        await expect(page.getByRole('button', { name: 'Inloggen met een passkey' })).toBeVisible()
        await expect(page.getByRole('button', { name: 'Stuur mij een inloglink' })).toBeVisible()
        await expectNoAxeFindings(page)
      }
      // The same link once more, in the browser that it signed in.
      await giveSession(page.context(), back, server.url)
      await page.goto(mailed)
      await expect(page.getByText('u bent al ingelogd, als Noor van der Lindeweide')).toBeVisible()
      await expectNoAxeFindings(page)
      await page.getByRole('link', { name: 'Naar uw plannen' }).click()
      await page.waitForURL(`${server.url}/`)
    })

    test('a link that confirms an address works after its owner signed in there', async ({
      mailing,
      page,
    }) => {
      const { server, dounia, peer } = mailing
      const planId = await dounia.createPlan(examplePlan('broekerveld'))
      const noor = await join(mailing, planId, 'first')
      peer.taken()
      await noor.json('PATCH', '/api/me', { name: 'Noor', email: `second-${width}@voorbeeld.nl` })
      const mailed = await mailedLink(mailing, /http:\S+\/sign-in\?token=\S+/)
      await page.goto(mailed)
      await page.getByRole('button', { name: 'Inloggen' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'Log eerst in om uw nieuwe adres te bevestigen',
      )
      await expectNoAxeFindings(page)
      await giveSession(page.context(), noor, server.url)
      await page.goto(mailed)
      await page.getByRole('button', { name: 'Inloggen' }).click()
      await page.goto(`${server.url}/account`)
      await expect(page.getByRole('textbox', { name: 'E-mailadres' })).toHaveValue(
        `second-${width}@voorbeeld.nl`,
      )
    })

    test('an invitation that was withdrawn or used says who can give another', async ({
      mailing: { server, dounia },
      page,
    }) => {
      const planId = await dounia.createPlan(examplePlan('broekerveld'))
      const [withdrawn, used] = await Promise.all(
        [1, 2].map(() =>
          dounia.json<{ url: string; id: string }>('POST', `/api/plans/${planId}/invites`, {
            role: 'reader',
          }),
        ),
      )
      await dounia.request('DELETE', `/api/plans/${planId}/invites/${withdrawn?.id}`)
      await new ApiClient(server.url).json('POST', `/api/invites/${tokenOf(used?.url)}/accept`, {
        name: 'Noor',
        email: `used-${width}@voorbeeld.nl`,
      })
      for (const url of [withdrawn?.url ?? '', used?.url ?? '', `${server.url}/invite`]) {
        await page.goto(url)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(
          'Deze uitnodiging werkt niet meer',
        )
        await expect(page.getByText('Vraag de persoon die u heeft uitgenodigd')).toBeVisible()
        await expectNoAxeFindings(page)
      }
      await page.getByRole('link', { name: 'Inloggen' }).click()
      await page.waitForURL(`${server.url}/sign-in`)
    })

    test('a link to answer, read or unsubscribe that is no more says whom to ask', async ({
      mailing: { server },
      page,
    }) => {
      await page.goto(`${server.url}/tekenen?token=verzonnen`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(ended)
      await expect(page.getByText(errorTable['sign-link-invalid'].text)).toBeVisible()
      await expectNoAxeFindings(page)
      await page.getByRole('link', { name: 'Inloggen' }).click()
      await page.waitForURL(`${server.url}/sign-in`)
      for (const [path, title] of [
        ['lezen', 'Deze leeslink werkt niet meer'],
        ['uitkomsten', ended],
      ]) {
        await page.goto(`${server.url}/${path}?token=verzonnen`)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(title ?? '')
        await expect(page.getByText('Vraag het degene die u de link stuurde.')).toBeVisible()
        await expectNoAxeFindings(page)
      }
      await page.goto(`${server.url}/afmelden?token=verzonnen`)
      await page.getByRole('button', { name: 'Geen mail meer' }).click()
      await expect(page.getByText(errorTable['unsubscribe-invalid'].text)).toBeVisible()
      await expectNoAxeFindings(page)
      await page.getByRole('link', { name: 'Mail over plannen' }).click()
      await page.getByRole('link', { name: 'Inloggen' }).click()
      await page.waitForURL(`${server.url}/sign-in?return=%2Fmail`)
    })
  })
