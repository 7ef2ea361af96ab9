import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * WCAG 2.2 AA and axe's own best practices: no finding on any page or state. Our pages have no frames of others, so axe runs
 * in the page as it is (else it opens a page of its own for the report), and tells of what it found, not of each element
 * that is as it should be: on a whole plan those two took longer than the looking.
 */
export async function expectNoAxeFindings(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
}
