import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { disciplineIds, disciplines } from '#shared/disciplines.ts'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
type Scheme = 'light' | 'dark'
const schemes: readonly Scheme[] = ['light', 'dark']
const tokens = new Map(
  [
    ...css.matchAll(
      /--([a-z0-9-]+):\s*(?:light-dark\(\s*(#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\s*\)|(#[0-9a-f]{6}));/g,
    ),
  ].map(([, name = '', light, dark, both = '']) => [
    name,
    { light: light ?? both, dark: dark ?? both },
  ]),
)
const color = (name: string, scheme: Scheme) => tokens.get(name)?.[scheme] ?? name

function luminance(hex: string): number {
  const channels = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0)
}

function contrast(one: string, other: string, scheme: Scheme): number {
  const [light = 0, dark = 0] = [
    luminance(color(one, scheme)),
    luminance(color(other, scheme)),
  ].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const both = <Name extends string>(names: readonly Name[]) =>
  names.flatMap((name) => schemes.map((scheme) => [name, scheme] as const))

it.each(disciplineIds)('%s has the colour of shared/disciplines.ts, readable under white', (id) => {
  expect(tokens.get(`d-${id}`)?.light).toBe(disciplines[id].color)
  expect(contrast(`d-${id}`, 'paper', 'light')).toBeGreaterThanOrEqual(4.5)
  expect(contrast(`d-${id}`, 'on-color', 'light')).toBeGreaterThanOrEqual(4.5)
})

it.each(
  both(['ink', 'ink-2', 'ink-3', 'accent', 'accent-strong', 'ok', 'warn', 'bad', 'bad-strong']),
)('%s is readable on every background, %s', (text, scheme) => {
  for (const background of [
    'desk',
    'paper',
    'wash',
    'field',
    'chosen',
    'accent-wash',
    'ok-wash',
    'warn-wash',
    'bad-wash',
  ]) {
    expect(contrast(text, background, scheme), `${text} on ${background}`).toBeGreaterThanOrEqual(
      4.5,
    )
  }
})

it.each(both(['line-field', 'focus']))('%s is visible on every background, %s', (edge, scheme) => {
  for (const background of ['desk', 'paper', 'wash', 'field'])
    expect(contrast(edge, background, scheme), `${edge} on ${background}`).toBeGreaterThanOrEqual(3)
})

it.each(both(['accent', 'accent-strong']))(
  'words on a button are readable on %s, %s',
  (button, scheme) => {
    expect(contrast('accent-ink', button, scheme)).toBeGreaterThanOrEqual(4.5)
  },
)

it.each(both(['found', 'found-here', 'mark']))(
  '%s leaves the words in it readable, %s',
  (background, scheme) => {
    expect(contrast('ink', background, scheme)).toBeGreaterThanOrEqual(4.5)
  },
)

it.each(both(['bar-ink', 'bar-ink-2', 'bar-link']))(
  '%s is readable on the bar, %s',
  (text, scheme) => {
    expect(contrast(text, 'bar', scheme)).toBeGreaterThanOrEqual(4.5)
  },
)

it.each(schemes)('words on a button of danger are readable, %s', (scheme) => {
  expect(contrast('bad-ink', 'bad', scheme)).toBeGreaterThanOrEqual(4.5)
})

it.each(schemes)('the words that are shown stand out, %s', (scheme) => {
  expect(contrast('found-line', 'found-here', scheme)).toBeGreaterThanOrEqual(3)
})

it('each colour is known in both', () => {
  const colors = [...css.matchAll(/^ {2}--([a-z0-9-]+):.*#[0-9a-f]{6}(?![0-9a-f])/gm)].map(
    ([, name]) => name,
  )
  expect(colors.filter((name) => !tokens.has(name ?? ''))).toEqual([])
})
