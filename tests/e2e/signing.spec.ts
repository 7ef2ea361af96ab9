import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../support/api-client.ts'
import { examplePlan } from '../support/example-plan.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { SyncClient } from '../support/sync-client.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'

const broekerveld = examplePlan('broekerveld')

test('a link from a mail, on a phone: read what is different, answer, done; the link works once', {
  tag: '@long',
}, async ({ browser }) => {
  const peer = await SmtpPeer.start()
  const server = await ServerProcess.start(peer.environment)
  const dounia = await new ApiClient(server.url).signIn(await server.firstLink())
  await dounia.json('PATCH', '/api/me', { name: 'Dounia Assarag', email: 'dounia@voorbeeld.nl' })
  const planId = await dounia.createPlan(broekerveld)
  const rens = await dounia.inviteAndJoin(planId, {
    name: 'Rens Ottenkamp',
    email: 'rens@voorbeeld.nl',
    role: 'editor',
    discipline: 'apothekers',
  })
  await dounia.linkPerson(planId, rens, 'm3')

  const linkOf = async (): Promise<string> => {
    await expect.poll(() => peer.mails.length).toBeGreaterThan(0)
    const [mail] = peer.taken()
    expect(mail?.subject).toContain('uw akkoord gevraagd')
    return /http:\S+\/tekenen\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  }
  await dounia.json('POST', `/api/plans/${planId}/presentations`, {})
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const phone = await context.newPage()
  const choice = (name: string) =>
    phone.locator('.radio-card__button').filter({ hasText: new RegExp(`^${name}$`) })

  // The first version has no predecessor to compare with: the whole version is below the answer.
  await phone.goto(await linkOf())
  await expect(phone.getByRole('heading', { name: 'Uw antwoord op versie 1' })).toBeVisible()
  await expect(
    phone.getByText(/^U tekent als Rens Ottenkamp, apotheker, namens Apotheek ’t Broek/),
  ).toBeVisible()
  await expect(phone.getByText(/Ingelogd: via een link per mail/)).toBeVisible()
  await expect(phone.getByText('€ 15.257,20')).toBeVisible()
  await expectNoAxeFindings(phone)
  expect(
    await phone.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ),
  ).toBe(0)
  await phone.getByRole('button', { name: 'Antwoord vastleggen' }).tap()
  await expect(phone.getByText('Kies een antwoord.')).toBeVisible()
  await choice('Akkoord').tap()
  await phone.getByRole('button', { name: 'Antwoord vastleggen' }).tap()
  await expect(phone.getByRole('heading', { name: 'Uw antwoord is vastgelegd' })).toBeVisible()

  // The second version shows only the changes.
  const desk = new SyncClient(server.url, planId, { cookie: dounia.cookie })
  await desk.until(() => desk.provider.synced, 'the plan is there')
  planValues(desk.doc).set('recipient', 'De regio IJsselrade')
  await desk.until(() => desk.isSaved, 'the change is saved')
  desk.close()
  await dounia.json('POST', `/api/plans/${planId}/presentations`, { name: 'Tweede' })
  const second = await linkOf()
  await phone.goto(second)
  await expect(
    phone.getByRole('heading', { name: 'Anders dan versie 1, waarmee u akkoord was' }),
  ).toBeVisible()
  await expect(phone.getByText('De regio IJsselrade').first()).toBeVisible()
  await expect(phone.getByText('1 veld', { exact: true })).toBeVisible()
  await choice('Niet akkoord').tap()
  await phone
    .getByRole('textbox', { name: 'Waarom bent u niet akkoord?' })
    .fill('De ontvanger klopt niet.')
  await phone.getByRole('button', { name: 'Antwoord vastleggen' }).tap()
  await expect(phone.getByRole('heading', { name: 'Uw antwoord is vastgelegd' })).toBeVisible()
  await phone.goto(second)
  await expect(phone.getByText(/Deze link is al gebruikt of verlopen/)).toBeVisible()
  await expectNoAxeFindings(phone)

  const { answers } = await dounia.json<{ answers: { verdict: string; versionNumber: number }[] }>(
    'GET',
    `/api/plans/${planId}/agreement`,
  )
  expect(answers.map((answer) => `${answer.versionNumber} ${answer.verdict}`)).toEqual([
    '1 agreed',
    '2 not-agreed',
  ])
  await context.close()
  await server.stop()
  await peer.stop()
})
