import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Format } from '#shared/format/schema.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import { ApiClient } from '../support/api-client.ts'
import { giveSession } from '../support/browser-session.ts'
import { examplePlan } from '../support/example-plan.ts'
import { ServerProcess } from '../support/server-process.ts'
import { press } from './support/agreement-page.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** The form with one question more and one that moves to another section, as an operator would publish it. */
function nextVersion(format: Format): Format {
  const moved = format.sections
    .flatMap(({ blocks }) => blocks)
    .filter(({ id }) => id === 'wijkscanDate')
  return {
    ...format,
    version: format.version + 1,
    sections: format.sections.map((section) => ({
      ...section,
      blocks: [
        ...section.blocks.filter(({ id }) => id !== 'wijkscanDate'),
        ...(section.id === 'samenwerking'
          ? [
              ...moved,
              {
                kind: 'line',
                id: 'spelregels',
                source: 'ours',
                label: 'Spelregels',
                isRequired: false,
              } as const,
            ]
          : []),
      ],
    })),
  }
}

test('EV6 a coordinator sees what a newer form changes and lets the plan follow it, while others write', async ({
  browser,
}, info) => {
  const folder = mkdtempSync(join(tmpdir(), 'wijktafel-forms-'))
  const server = await ServerProcess.start({ FORMATS_DIR: folder })
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    await coordinator.json('PATCH', '/api/me', { name: 'Élise', email: 'elise@voorbeeld.nl' })
    const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
    const format = await coordinator.json<Format>('GET', '/api/formats/medrie-wijkplan')
    const before = await coordinator.content(planId)
    writeFileSync(join(folder, 'medrie-wijkplan.json'), JSON.stringify(nextVersion(format)))
    await server.terminate()
    await server.up()

    const open = async (width = 1440) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        serviceWorkers: 'block',
      })
      await giveSession(context, coordinator, server.url)
      return PlanScreen.open(await context.newPage(), coordinator, planId)
    }
    const [screen, other] = [await open(), await open()]
    const { page } = screen
    await press(page.getByRole('button', { name: 'Naar de nieuwe versie van het formulier' }))
    const dialog = page.getByRole('dialog', { name: 'Nieuwe versie van het formulier' })
    await expect(dialog.getByText('Spelregels, in ‘')).toBeVisible()
    await expect(dialog.getByText(/^Datum wijkscan: van ‘.*’ naar ‘/)).toBeVisible()
    await expect(dialog.getByText(/^Er gaat niets verloren/)).toBeVisible()
    await expectNoAxeFindings(page)
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: info.outputPath(`newer-form-${width}.png`) })
    }
    await page.setViewportSize({ width: 1440, height: 900 })

    // Somebody else writes at that moment, and sees the new question without reloading.
    await other.typeAtEnd(other.field('netwerk'), ' Tijdens het overgaan.')
    await press(dialog.getByRole('button', { name: 'Nieuwe versie volgen' }))
    await expect(page.getByText(/^Dit plan volgt nu versie \d+ van het formulier/)).toBeVisible()
    await expect(page.getByRole('textbox', { name: /^Spelregels/ })).toBeVisible()
    await expect(other.page.getByRole('textbox', { name: /^Spelregels/ })).toBeVisible()
    await expect(other.field('netwerk')).toContainText('Tijdens het overgaan.')
    await expect(
      page.getByRole('button', { name: 'Naar de nieuwe versie van het formulier' }),
    ).toHaveCount(0)

    await page.getByRole('textbox', { name: /^Spelregels/ }).fill('Iedereen komt aan het woord.')
    await page.keyboard.press('Tab')
    await expect
      .poll(async () => (await coordinator.content(planId)).values['spelregels'])
      .toBe('Iedereen komt aan het woord.')
    const after = await coordinator.content(planId)
    expect(after.format.version).toBe(format.version + 1)
    expect(after.values).toMatchObject({
      ...before.values,
      spelregels: 'Iedereen komt aan het woord.',
    })
    expect(after.tables).toEqual(before.tables)
    expect(plainText(after.fields['netwerk'] ?? { type: 'doc' })).toContain('Tijdens het overgaan.')
    await page.goto(`${server.url}/plan/${planId}/logboek`)
    await expect(page.getByText(/liet het plan versie \d+ van het formulier volgen/)).toHaveCount(1)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
