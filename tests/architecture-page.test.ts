import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

// The files and folders that ARCHITECTURE.md names exist: its walks, its tree and its lists of what to change.

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
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
