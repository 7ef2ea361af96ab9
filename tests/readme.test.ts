import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// The commands, variables and links of the README exist, and the files that ARCHITECTURE.md names.

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

describe('ARCHITECTURE', () => {
  const page = read('ARCHITECTURE.md')
  const tops = ['client', 'server', 'shared', 'tests', 'scripts', 'docs']
  const paths = tops.flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, withFileTypes: true }).map(
      (entry) =>
        `${join(entry.parentPath, entry.name).slice(root.length)}${entry.isFile() ? '' : '/'}`,
    ),
  )
  const inRoot = readdirSync(root)

  /** A path may leave out its first folders, as `room/room.ts` does. */
  const exists = (name: string) =>
    inRoot.includes(name) ||
    existsSync(join(root, name)) ||
    paths.some((path) => path === name || path.endsWith(`/${name}`))

  it('names files that exist', () => {
    const names = [
      ...page.matchAll(/(?<![\w<>/.*-])(?:[\w-]+\/)*[\w-]+\.(?:tsx?|css|mjs|md|json)\b/g),
    ].map(([name]) => name)
    expect(names.length).toBeGreaterThan(150)
    expect([...new Set(names)].filter((name) => !exists(name))).toEqual([])
  })

  it('names folders that exist', () => {
    const names = [...page.matchAll(/(?<=`)(?:[\w-]+\/)+(?=`)/g)].map(([name]) => name)
    expect(names.length).toBeGreaterThan(10)
    expect([...new Set(names)].filter((name) => !exists(name))).toEqual([])
  })

  it('names the folders of the tree at their place', () => {
    const tree = /## The tree\n\n```\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    let top = ''
    const wrong: string[] = []
    for (const line of tree.split('\n')) {
      const [, indent = '', names = ''] =
        /^( {0,2})((?:[\w-]+(?:\/|\.\w+) ?)+)(?= |$)/.exec(line) ?? []
      const found = names.split(' ').filter((name) => name !== '')
      if (indent === '' && found[0] !== undefined) top = found[0]
      for (const name of found)
        if (!existsSync(join(root, indent === '' ? '' : top, name))) wrong.push(top + name)
    }
    expect(top).toBe('scripts/')
    expect(wrong).toEqual([])
  })
})

/** The code spans in the first column of the table under a heading. */
function firstCells(heading: string): string[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '')
}
