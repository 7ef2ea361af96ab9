import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorTable } from '#shared/errors.ts'
import type { Limit } from '#shared/limits/limit.ts'
import { limitNames, limits, mustBeUnder } from '#shared/limits.ts'
import { limitsPage } from './support/limits-page.ts'

const root = new URL('..', import.meta.url).pathname
const protocol = readFileSync(join(root, 'PROTOCOL.md'), 'utf8')

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* testFiles(path)
    else if (/\.(test|spec|contract)\.tsx?$/.test(entry.name)) yield path
  }
}

/** Test titles name their limits: `… (limit exportsPerPerson)`, or several with commas. */
const tested = new Set(
  ['shared', 'server', 'client', 'tests']
    .flatMap((folder) => [...testFiles(join(root, folder))])
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\(limit ([\w, ]+)\)/g)])
    .flatMap((match) => match[1]?.split(/, */) ?? []),
)

describe('the table of limits', () => {
  it.each(limitNames)('%s has a number, a reason and a refusal that says what to do', (name) => {
    const limit: Limit = limits[name]
    const numbers = 'max' in limit ? [limit.max] : [limit.burst, limit.refillMs]
    for (const number of numbers) expect(Number.isSafeInteger(number) && number > 0).toBe(true)
    expect(limit.why).toMatch(/^[A-Z].{20,}\.$/)
    if (typeof limit.over === 'string') {
      // The cause and the next step: two sentences at least.
      expect(errorTable[limit.over].text).toMatch(/[.?!:] .+\.$/)
      expect([403, 409, 413, 422, 429, 503]).toContain(errorTable[limit.over].status)
    }
  })

  it.each(limitNames)('%s says how several servers count it', (name) => {
    const { per, counted }: Limit = limits[name]
    expect(counted !== undefined).toBe(!['message', 'request', 'connection'].includes(per))
  })

  it.each(limitNames)('%s has a test that names it, or a rule that has one', (name) => {
    const { rule }: Limit = limits[name]
    if (rule === undefined) expect([...tested]).toContain(name)
    else expect(protocol).toContain(`- **${rule}** `)
  })

  it('no test names a limit that is not there', () => {
    expect([...tested].filter((name) => !Object.hasOwn(limits, name))).toEqual([])
  })

  it('refuses at the number and not before it, by the name of the limit', () => {
    const { max } = limits.connectionsPerPlan
    expect(() => mustBeUnder('connectionsPerPlan', max - 1)).not.toThrow()
    expect(() => mustBeUnder('connectionsPerPlan', max)).toThrow(
      expect.objectContaining({ code: 'too-many', limit: 'connectionsPerPlan' }),
    )
  })

  it('is what docs/limits.md says', async () => {
    await expect(limitsPage()).toMatchFileSnapshot('../docs/limits.md')
  })
})
