import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// A style sheet is beside its component and styles no other: see ARCHITECTURE.md "Style sheets". Checked on the source text.

interface Sheet {
  path: string
  /** The text without comments. */
  css: string
  classes: ReadonlySet<string>
}

interface Module {
  path: string
  imports: ReadonlySet<string>
  /** The classes that it gives to elements. */
  classes: ReadonlySet<string>
  /** The prefixes of classes with a computed end: `chip--${tone}`. */
  beginnings: ReadonlySet<string>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const paths = readdirSync(join(root, 'client'), { recursive: true, encoding: 'utf8' })
  .map((path) => join('client', path))
  .sort()
const sheets = paths
  .filter((path) => path.endsWith('.css') && !path.startsWith('client/public/'))
  .map(readSheet)
const modules = paths.filter((path) => /(?<!\.test)\.tsx?$/.test(path)).map(readModule)

/** Classes that TipTap and ProseMirror give to elements of ours. */
const foreign = new Set(['tableWrapper', 'selectedCell', 'ProseMirror-gapcursor'])

/** Loaded by client/main.tsx for every screen. */
const forAll = 'client/styles/'

const layers: readonly [name: string, holds: (path: string) => boolean][] = [
  ['base', (path) => path === 'client/styles/base.css'],
  ['utilities', (path) => path === 'client/styles/utilities.css'],
  ['layout', (path) => path.startsWith(forAll)],
  ['ui', (path) => path.startsWith('client/ui/')],
  ['areas', () => true],
]
const withoutRules = ['client/styles/tokens.css']

describe('style sheets', () => {
  it('style each class in one file', () => {
    const found = new Map<string, string[]>()
    for (const { path, classes } of sheets)
      for (const name of classes) found.set(name, [...(found.get(name) ?? []), path])
    expectNone(
      [...found]
        .filter(([, files]) => files.length > 1)
        .map(([name, files]) => `.${name} is styled in ${files.join(' and ')}`),
    )
  })

  it('style no class that nothing renders', () => {
    expectNone(
      sheets.flatMap(({ path, classes }) =>
        [...classes]
          .filter((name) => !foreign.has(name) && !modules.some((module) => names(module, name)))
          .map((name) => `${path} styles .${name}, which no module renders`),
      ),
    )
  })

  it('style every class that is rendered', () => {
    const styled = new Set(sheets.flatMap(({ classes }) => [...classes]))
    expectNone(
      modules.flatMap(({ path, classes, beginnings }) => [
        ...[...classes]
          .filter((name) => !styled.has(name))
          .map((name) => `${path} renders .${name}, which no file styles`),
        ...[...beginnings]
          .filter((start) => ![...styled].some((name) => name.startsWith(start)))
          .map((start) => `${path} renders .${start}…, which no file styles`),
      ]),
    )
  })

  it('are imported by each module that renders a class of theirs, and lie beside one of these', () => {
    const missing = sheets
      .filter(({ path }) => !path.startsWith(forAll))
      .flatMap((sheet) =>
        modules
          .filter((module) => [...sheet.classes].some((name) => names(module, name)))
          .filter((module) => !module.imports.has(sheet.path))
          .map((module) => `${module.path} renders a class of ${sheet.path} without importing it`),
      )
    const astray = sheets
      .filter(({ path }) => {
        const importers = modules.filter(({ imports }) => imports.has(path))
        return path.startsWith(forAll)
          ? importers.map((module) => module.path).join() !== 'client/main.tsx'
          : importers.every((module) => dirname(module.path) !== dirname(path))
      })
      .map(({ path }) => `${path} is imported by no module beside it`)
    expectNone([...missing, ...astray])
  })

  it('style for every screen only what several folders render', () => {
    expectNone(
      sheets
        .filter(({ path }) => path.startsWith(forAll) && !path.endsWith('/utilities.css'))
        .flatMap(({ path, classes }) =>
          [...classes]
            .filter((name) => !name.includes('__') && !name.includes('--'))
            .filter((name) => {
              const users = modules.filter((module) => names(module, name))
              return new Set(users.map((module) => dirname(module.path))).size < 2
            })
            .map((name) => `${path} styles .${name}, which one folder renders: put it there`),
        ),
    )
  })

  it('are each in the layer of their folder, so that the order of loading decides nothing', () => {
    // Linked from the page itself, because the bundler chooses the order of the bundled style sheets.
    expect(readFileSync(join(root, 'index.html'), 'utf8')).toContain(
      '<link rel="stylesheet" href="/layers.css" />',
    )
    expect(readFileSync(join(root, 'client/public/layers.css'), 'utf8')).toContain(
      '@layer base, layout, ui, areas, utilities;',
    )
    expectNone(
      sheets
        .filter(({ path }) => !withoutRules.includes(path))
        .flatMap(({ path, css }) => {
          const layer = layers.find(([, holds]) => holds(path))?.[0]
          return topLevelOf(css)
            .filter((prelude) => prelude !== `@layer ${layer}`)
            .filter((prelude) => ![...foreign].some((name) => prelude.includes(`.${name}`)))
            .map((prelude) => `${path}: ${prelude} is not in @layer ${layer}`)
        }),
    )
  })

  it('take each colour from tokens.css', () => {
    const literal =
      /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|yellow|orange|purple|pink|brown|navy|teal|silver|maroon)(?![\w-])/i
    expectNone(
      sheets
        .filter(({ path }) => path !== 'client/styles/tokens.css')
        .flatMap(({ path, css }) =>
          declarationsOf(css)
            .filter(([, value]) => literal.test(value))
            .map(([property, value]) => `${path}: ${property}: ${value}`),
        ),
    )
  })

  it('read no custom property that nothing sets', () => {
    const set = new Set([
      ...sheets.flatMap(({ css }) => declarationsOf(css).map(([property]) => property)),
      ...modules.flatMap(
        ({ path }) => readFileSync(join(root, path), 'utf8').match(/--[\w-]+/g) ?? [],
      ),
    ])
    expectNone(
      sheets.flatMap(({ path, css }) =>
        [...css.matchAll(/var\(\s*(--[\w-]+)/g)]
          .filter(([, name = '']) => !set.has(name))
          .map(([, name]) => `${path} reads ${name}, which nothing sets`),
      ),
    )
  })
})

/** Compares as one message with a line per item, because a differing list is cut off in the output. */
function expectNone(problems: readonly string[]): void {
  expect(problems, problems.join('\n')).toEqual([])
}

function names(module: Module, name: string): boolean {
  return (
    module.classes.has(name) ||
    [...module.beginnings].some((beginning) => name.startsWith(beginning))
  )
}

function readSheet(path: string): Sheet {
  const css = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const classes = new Set<string>()
  for (const [, prelude = ''] of css.matchAll(/([^{};]+)\{/g))
    if (!prelude.trim().startsWith('@'))
      for (const [, name = ''] of prelude.matchAll(/\.([a-z][\w-]*)/gi)) classes.add(name)
  return { path, css, classes }
}

function declarationsOf(css: string): [property: string, value: string][] {
  return [...css.matchAll(/([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(
    ([, property = '', value = '']) => [property, value.trim()],
  )
}

/** The prelude of each outermost block, and each statement outside of one. */
function topLevelOf(css: string): string[] {
  const found: string[] = []
  let depth = 0
  let text = ''
  for (const char of css) {
    if (depth === 0 && (char === '{' || char === ';')) {
      found.push(text.trim())
      text = ''
    } else if (depth === 0 && char !== '}') text += char
    if (char === '{') depth += 1
    if (char === '}') depth -= 1
  }
  return found
}

function readModule(path: string): Module {
  const code = readFileSync(join(root, path), 'utf8')
  const imports = new Set(
    [...code.matchAll(/^import '(\.[^']+\.css|#client\/[^']+\.css)'/gm)].map(([, to = '']) =>
      to.startsWith('#') ? to.slice(1) : relative(root, join(root, dirname(path), to)),
    ),
  )
  const classes = new Set<string>()
  const beginnings = new Set<string>()
  for (const match of code.matchAll(/\b\w*class(?:es|name)?\b\s*[=:](?![=>])\s*/gi)) {
    for (const word of wordsOf(expressionAt(code, match.index + match[0].length))) {
      const [start = '', end] = word.split('\0')
      if (start === '') continue
      if (end !== undefined && /[-_]$/.test(start)) beginnings.add(start)
      else classes.add(start)
    }
  }
  return { path, imports, classes, beginnings }
}

/** The expression from here to the end of a literal, of brackets, or of the statement. */
function expressionAt(code: string, start: number): string {
  const quote = code[start] ?? ''
  if (quote === '"' || quote === "'") return code.slice(start, code.indexOf(quote, start + 1) + 1)
  let depth = 0
  for (let at = start; at < code.length; at += 1) {
    const char = code[at] ?? ''
    if ('{[('.includes(char)) depth += 1
    if ('}])'.includes(char)) depth -= 1
    if (depth < 0) return code.slice(start, at)
    if (depth > 0) continue
    if ('}]'.includes(char) && '{['.includes(quote)) return code.slice(start, at + 1)
    if (char === ',' || char === ';') return code.slice(start, at)
    if (char === '\n' && !/^\s*[?:.]/.test(code.slice(at + 1))) return code.slice(start, at)
  }
  return code.slice(start)
}

/** The words of the literals in an expression, with NUL for computed parts; a compared literal is no class. */
function wordsOf(expression: string): string[] {
  // `chip--${tone}`: the braces hold the rest of the class, not another class.
  const code = expression
    .replace(/[!=]==\s*'[^']*'/g, '')
    .replace(/(?<=[\w-][-_])\$\{[^}]*\}/g, '\0')
  const literals = [
    ...[...code.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, one, other]) => one ?? other ?? ''),
    ...[...code.matchAll(/`([^`]*)`/g)].map(([, text = '']) => text.replace(/\$\{[^}]*\}/g, '\0')),
  ]
  return literals.flatMap((text) => text.split(/\s+/)).filter((word) => /^[a-z]/i.test(word))
}
