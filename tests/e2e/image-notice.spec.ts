import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

test('a picture that does not come along does not vanish without a word', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const notice = page.getByRole('region', { name: 'Meldingen' })
  const close = () => notice.getByRole('button', { name: 'Melding sluiten' }).click()
  const give = (type: 'paste' | 'drop', file: { name: string; type: string }) =>
    page.evaluate(
      ({ event: name, file: given }) => {
        const data = new DataTransfer()
        data.items.add(new File(['x'], given.name, { type: given.type }))
        const init = { bubbles: true, cancelable: true }
        const event =
          name === 'paste'
            ? new ClipboardEvent('paste', { ...init, clipboardData: data })
            : new DragEvent('drop', { ...init, dataTransfer: data })
        return document.activeElement?.dispatchEvent(event) === false
      },
      { event: type, file },
    )
  const png = { name: 'wijk.png', type: 'image/png' }

  // A field of one line holds words only.
  await page.getByRole('textbox', { name: 'Wijk' }).first().click()
  await give('paste', png)
  await expect(notice).toContainText('Een afbeelding past niet in dit vak.')
  await close()
  await page.getByRole('textbox', { name: 'Wijk' }).first().click()
  // The browser would leave the plan to show the file.
  expect(await give('drop', { name: 'plan.pdf', type: 'application/pdf' })).toBe(true)
  await expect(notice).toContainText('Voeg het toe als bijlage')
  await close()
  // The button of the message had the focus.
  await screen.field('ondersteuning').click()
  await screen.paste({
    'text/html': '<p>Onze wijk <img src="data:,"> en <img src="data:,"> meer</p>',
    'text/plain': 'Onze wijk en meer',
  })
  await expect(notice).toContainText('2 afbeeldingen zijn niet meegekomen.')
  await expect(screen.field('ondersteuning')).toContainText('Onze wijk')
  await close()
  await screen.field('ondersteuning').click()
  // Excel adds a picture of the cells to the cells.
  await screen.paste({ 'text/html': '<p>Alleen tekst</p>', 'text/plain': 'Alleen tekst' })
  await expect(screen.field('ondersteuning')).toContainText('Alleen tekst')
  await expect(notice).not.toContainText('afbeelding')
})
