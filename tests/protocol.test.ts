import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const rules = [
  ...readFileSync(join(root, 'PROTOCOL.md'), 'utf8').matchAll(/^- \*\*([A-Z]{2}\d+)\*\* /gm),
].map((match) => match[1] ?? '')

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* testFiles(path)
    else if (/\.(test|spec|contract)\.tsx?$/.test(entry.name)) yield path
  }
}

const titles = ['shared', 'server', 'client', 'tests']
  .flatMap((folder) => [...testFiles(join(root, folder))])
  .flatMap((path) =>
    [
      ...readFileSync(path, 'utf8').matchAll(
        /\b(?:test|it|describe)(?:\.each\([\s\S]*?\))?\(\s*['"`]([^'"`]+)/g,
      ),
    ].map((match) => match[1] ?? ''),
  )

test('every rule has an id of its own', () => {
  expect(rules.length).toBeGreaterThan(30)
  expect(new Set(rules).size).toBe(rules.length)
})

test.each(rules)('%s has a test whose title begins with it', (rule) => {
  expect(titles.some((title) => new RegExp(`^(?:[A-Z]{2}\\d+ )*${rule}\\b`).test(title))).toBe(true)
})

test('no test names a rule that is not in PROTOCOL.md', () => {
  const families = new Set(rules.map((rule) => rule.slice(0, 2)))
  const named = titles
    .flatMap((title) => [...(/^((?:[A-Z]{2}\d+ )+)/.exec(title)?.[1]?.trim().split(' ') ?? [])])
    .filter((id) => families.has(id.slice(0, 2)))
  expect(named.filter((id) => !rules.includes(id))).toEqual([])
})
