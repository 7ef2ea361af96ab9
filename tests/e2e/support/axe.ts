import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * WCAG 2.2 AA and axe's own best practices: no finding on any page or state. Our pages have no frames of others, so axe runs
 * in the page as it is (else it opens a page of its own for the report), and tells of what it found, not of each element
 * that is as it should be: on a whole plan those two took longer than the looking. It looks in several steps, and would compare
 * where things were before a next part of a plan was drawn with where they are after it: so it waits for the whole.
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
 * The sections of a whole plan are ten thousand elements: looked at in each form and width by plan.spec.ts, and not again in
 * each state of what stands beside them.
 */
async function showPaper(page: Page, isShown: boolean): Promise<void> {
  await page.locator('[data-section]').evaluateAll((sections, hidden) => {
    for (const section of sections) section.toggleAttribute('hidden', hidden)
  }, !isShown)
}
