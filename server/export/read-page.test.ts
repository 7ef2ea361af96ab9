import { describe, expect, it } from 'vitest'
import { examplePlan, options } from '#tests/support/sample-plans.ts'
import { buildDocument } from './document/document.ts'
import { readPageContent } from './read-page.ts'

describe('the page of a link', () => {
  // A region on the page is named by the heads of its columns (WCAG 1.3.1).
  it.each(['kraaienveen', 'broekerveld', 'meerpalen'])('has no table without heads: %s', (name) => {
    const { content, format, title } = examplePlan(name)
    const { blocks } = readPageContent(buildDocument(content, format, { ...options, title }))
    const tables = blocks.filter((block) => block.kind === 'table')
    expect(tables.length).toBeGreaterThan(0)
    for (const { columns } of tables) expect(columns.some(({ label }) => label !== '')).toBe(true)
  })
})
