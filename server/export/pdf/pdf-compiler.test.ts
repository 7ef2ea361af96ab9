import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compilerPackage, findPdfCompiler } from './pdf-compiler.ts'

const { optionalDependencies }: { optionalDependencies: Record<string, string> } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
)

test.each([
  ['linux', 'x64', 'gnu'],
  ['linux', 'x64', 'musl'],
  ['linux', 'arm64', 'gnu'],
  ['linux', 'arm64', 'musl'],
  ['darwin', 'x64', 'gnu'],
  ['darwin', 'arm64', 'gnu'],
  ['win32', 'x64', 'gnu'],
  ['win32', 'arm64', 'gnu'],
] as const)('%s on %s with %s prints with a package that is locked', (platform, arch, libc) => {
  expect(optionalDependencies).toHaveProperty([compilerPackage({ platform, arch, libc })])
})

test('only the package of this machine is installed', () => {
  const installed = Object.keys(optionalDependencies).filter((name) => {
    if (!name.includes('typst')) return false
    try {
      readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url))
      return true
    } catch {
      return false
    }
  })
  expect(installed.length).toBeLessThanOrEqual(1)
  const found = findPdfCompiler()
  expect(found === null ? [] : installed.filter((name) => found.includes(name))).toEqual(installed)
})
