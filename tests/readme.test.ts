import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// The commands, variables and links of the README exist.

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')

describe('README', () => {
  it('names every command of package.json, and no other', () => {
    const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts
    const documented = firstCells('Commands').map(
      (cell) => /^npm (?:run )?(?:-s )?([\w:]+)/.exec(cell)?.[1],
    )
    expect(documented.toSorted()).toEqual(Object.keys(scripts).toSorted())
  })

  it('names every variable of server/config.ts, and no other', () => {
    const variables = [...read('server/config.ts').matchAll(/^\s*([A-Z][A-Z0-9_]+):/gm)].map(
      (match) => match[1] ?? '',
    )
    expect(firstCells('Environment').toSorted()).toEqual([...new Set(variables)].toSorted())
  })

  it('names documents that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '')
    expect(links.length).toBeGreaterThan(0)
    expect(links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, link)))).toEqual(
      [],
    )
  })

  it('is true where CONTRIBUTING says that the lock file works with any registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/)
  })

  it('fits one screen and a half', () => {
    expect(readme.split('\n').length).toBeLessThan(90)
  })
})

/** The code spans in the first column of the table under a heading. */
function firstCells(heading: string): string[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '')
}
