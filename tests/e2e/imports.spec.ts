import JSZip from 'jszip'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

test(
  'an export that was changed in Word comes back, part of it is taken, and undone; a filled form begins a plan',
  { tag: '@long' },
  async ({ openAs, installation: { coordinator } }, info) => {
    const planId = await coordinator.createPlan({
      format: 'medrie-wijkplan',
      values: { ...values, gemeente: 'Dalmeer' },
      fields: {
        netwerk: 'Het kernteam overlegt elke maand. De voorzitter maakt het verslag.',
        uitgangspunten: 'Wij kennen elkaar.',
      },
      tables: {
        themes: [{ id: 't1', title: 'Veilig thuis', goal: 'Ouderen wonen langer thuis.' }],
        budget: [
          {
            id: 'b1',
            group: 't1',
            description: 'Training',
            quantityHundredths: 1250,
            rateCents: 7500,
          },
        ],
      },
    })
    const page = await openAs(coordinator)
    const desk = await PlanScreen.open(page, coordinator, planId)
    const shoot = (name: string) =>
      page.screenshot({ path: info.outputPath(`${name}.png`), fullPage: true })

    // Edits in Word.
    const exported = await coordinator.request('GET', `/api/plans/${planId}/export.docx`)
    const zip = await JSZip.loadAsync(await exported.arrayBuffer())
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    const changed = xml
      .replace('overlegt elke maand', 'overlegt elke week')
      .replace('Wij kennen elkaar.', 'Wij kennen elkaar. Kenmerk 123456782 staat in het dossier.')
      .replace('>12,5<', '>20<')
      .replace('>Dalmeer<', '><')
      .replace(
        '</w:body>',
        '<w:p><w:r><w:t>Nog uitzoeken: wie betaalt de zaal?</w:t></w:r></w:p></w:body>',
      )
    zip.file(
      'word/document.xml',
      changed.replace(
        /(<w:sectPr(?:(?!<w:sectPr)[\s\S])*<\/w:sectPr>)(<w:p><w:r><w:t>Nog uitzoeken[\s\S]*?<\/w:p>)(<\/w:body>)/,
        '$2$1$3',
      ),
    )
    const buffer = await zip.generateAsync({ type: 'nodebuffer' })

    // To the import screen by keyboard; a wrong file first.
    await page.getByRole('button', { name: 'Meer en hulp' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Importeren' }).press('Enter')
    await expect(
      page.getByRole('heading', { name: 'Importeren uit Word, Excel of csv' }),
    ).toBeFocused()
    await expectNoAxeFindings(page)
    await page
      .getByLabel('Bestand om te importeren')
      .setInputFiles({ name: 'plan.docx', mimeType: docxType, buffer: Buffer.from('%PDF-1.7') })
    await expect(page.getByText('Dit is een pdf. Vraag het Word-bestand')).toBeVisible()
    await shoot('refused')
    await page
      .getByLabel('Bestand om te importeren')
      .setInputFiles({ name: 'plan.docx', mimeType: docxType, buffer })

    // Each place with its old and new value; nothing is written yet.
    const difference = (id: string) => page.locator(`[data-difference="${id}"]`)
    await expect(difference('field/netwerk').locator('ins')).toContainText('week')
    await expect(difference('field/netwerk').getByRole('checkbox')).toBeChecked()
    await expect(difference('row/budget/b1')).toContainText('€ 1.500,00')
    // Empty parts of the file do not empty the plan by default, and a possible BSN is held.
    await expect(difference('value/gemeente').getByRole('checkbox')).not.toBeChecked()
    await expect(difference('field/uitgangspunten').getByRole('checkbox')).toHaveCount(0)
    await expect(difference('field/uitgangspunten')).toContainText('op een BSN lijkt')
    await expect(page.getByRole('textbox', { name: 'Begroting en tijd' })).toHaveValue(
      /wie betaalt de zaal/,
    )
    await expectNoAxeFindings(page)
    await shoot('preview')
    expect((await coordinator.content(planId)).tables['budget']?.[0]).toMatchObject({
      quantityHundredths: 1250,
    })

    // The same window at the size of a phone.
    await page.setViewportSize({ width: 390, height: 844 })
    await shoot('preview-phone')
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    ).toBe(true)
    await page.setViewportSize({ width: 1024, height: 768 })
    await shoot('preview-1024')

    // The printed sums in Word differ from the sum of the lines: the user must accept that first.
    const sums = page.getByRole('region', { name: 'Het bestand telt anders op' })
    await expect(sums).toContainText('in het bestand staat € 937,50')
    await expect(page.getByRole('button', { name: 'Overnemen (2)' })).toBeDisabled()
    // All differences except the budget line.
    await difference('row/budget/b1').getByRole('checkbox').press('Space')
    await page.getByRole('button', { name: 'Overnemen (1)' }).press('Enter')
    await expect(difference('field/netwerk')).toHaveCount(0)
    await desk.expectSaved()
    expect(JSON.stringify((await coordinator.content(planId)).fields['netwerk'])).toContain(
      'elke week',
    )
    expect(JSON.stringify(await coordinator.content(planId))).not.toContain('123456782')
    await page.getByRole('button', { name: 'Ongedaan maken' }).last().press('Enter')
    await expect(difference('field/netwerk')).toHaveCount(1)
    await desk.expectSaved()
    expect(JSON.stringify((await coordinator.content(planId)).fields['netwerk'])).toContain(
      'elke maand',
    )

    // A user who goes to the plan to paste an unplaced text finds the rest again.
    await page.getByRole('link', { name: 'Terug naar het plan' }).press('Enter')
    await expect(desk.field('netwerk')).toContainText('elke maand')
    await page.goBack()
    await expect(page.getByRole('textbox', { name: 'Begroting en tijd' })).toBeVisible()

    // The same file becomes a new plan; a possible BSN is left out.
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${coordinator.url}/nieuw`)
    await page.getByRole('link', { name: 'Beginnen met een ingevuld formulier' }).press('Enter')
    await expect(
      page.getByRole('heading', { name: 'Beginnen met een ingevuld formulier' }),
    ).toBeVisible()
    await expectNoAxeFindings(page)
    await page
      .getByLabel('Bestand om te importeren')
      .setInputFiles({ name: 'ingevuld.docx', mimeType: docxType, buffer })
    await expect(page.getByText('is gelezen als Wijkplan (Medrie)')).toBeVisible()
    await expect(page.getByLabel('Wijk', { exact: false }).first()).toHaveValue('Kraaienveen')
    await expectNoAxeFindings(page)
    await shoot('new-plan')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    ).toBe(true)
    await shoot('new-plan-phone')
    await expect(page.getByRole('button', { name: /^Plan maken/ })).toBeDisabled()
    await page.getByLabel('Ik heb het verschil gezien').press('Space')
    await page.getByRole('button', { name: /^Plan maken/ }).press('Enter')
    await expect(page).toHaveURL(/\/plan\/(?!nieuw)/)
    const made = await PlanScreen.open(page, coordinator, page.url().split('/').at(-1) ?? '')
    await expect(made.field('netwerk')).toContainText('elke week')
    await expect(made.total).toContainText('€ 1.500,00')
    await expect(made.field('uitgangspunten')).not.toContainText('123456782')
  },
)
