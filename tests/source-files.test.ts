import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { files, product, root } from './support/source-files.ts'

describe('files', () => {
  it('are short: 300 lines, tests as well', () => {
    const long = files.flatMap(({ path }) => {
      const lines = readFileSync(join(root, path), 'utf8').split('\n').length - 1
      return lines > 300 ? [{ path, lines }] : []
    })
    const complaints = long.map(
      ({ path, lines }) => `${path} has ${lines} lines: it probably holds two ideas`,
    )
    expect(complaints).toEqual([])
  })

  it('export by name', () => {
    const complaints = files
      .filter((file) => /^export default\b/m.test(file.code))
      .map(
        (file) =>
          `${file.path} has a default export: a name is the same everywhere and can be searched for`,
      )
    expect(complaints).toEqual([])
  })

  it('do not only pass on what others export', () => {
    const complaints = files
      .filter((file) => isBarrel(file.code))
      .map((file) => `${file.path} only re-exports: import from the file itself`)
    expect(complaints).toEqual([])
  })

  it('have a name of their own in server and shared', () => {
    // A resource has one name as contract, routes and rows; kinds are told apart by their folder.
    const sharesName = /^(shared\/api|server\/resources|server\/storage\/tables)\/|\/kinds\//
    const names = product
      .map(({ path }) => path)
      .filter((path) => /^(server|shared)\//.test(path) && !sharesName.test(path))
      .map((path) => path.slice(path.lastIndexOf('/') + 1))
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('have a name that says what is in them', () => {
    const complaints = files
      .filter((file) => /(^|[/.-])(utils?|helpers?|common|misc)([/.-])/.test(file.path))
      .map(
        (file) => `${file.path}: name the file after what it does; such a name collects everything`,
      )
    expect(complaints).toEqual([])
  })
})

function isBarrel(code: string): boolean {
  const rest = code.replace(
    /^export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'[^']+'/gm,
    '',
  )
  return rest.trim() === '' && code.trim() !== ''
}
