import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * WCAG 2.2 AA and the best practices of axe: no finding on any page or state. Our pages have no third-party frames, so axe runs
 * in the page itself (otherwise it opens another page for the report) and reports only findings, not passed elements: on a
 * whole plan these two took longer than the checks. Axe checks in several steps and would compare positions from before and
 * after the rendering of a part of the plan, so it waits until the whole plan is rendered.
 */
export async function expectNoAxeFindings(
  page: Page,
  looksAt: 'all' | 'besides the paper' = 'all',
): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  if (looksAt === 'besides the paper') await showPaper(page, false)
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  if (looksAt === 'besides the paper') await showPaper(page, true)
  expect(
    violations.map(
      (violation) =>
        `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
  ).toEqual([])
}

/**
 * The sections of a whole plan are ten thousand elements: plan.spec.ts checks them in each form and width, so they are not
 * checked again in each state of the panels beside them.
 */
async function showPaper(page: Page, isShown: boolean): Promise<void> {
  await page.locator('[data-section]').evaluateAll((sections, hidden) => {
    for (const section of sections) section.toggleAttribute('hidden', hidden)
  }, !isShown)
}
