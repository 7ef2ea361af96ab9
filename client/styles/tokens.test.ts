import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { disciplineIds, disciplines } from '#shared/disciplines.ts'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [
    match[1] ?? '',
    match[2] ?? '',
  ]),
)
const color = (name: string) => tokens.get(name) ?? name

function luminance(hex: string): number {
  const channels = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0)
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(color(one)), luminance(color(other))].sort(
    (a, b) => b - a,
  )
  return (light + 0.05) / (dark + 0.05)
}

it.each(disciplineIds)(
  '%s has the colour of shared/disciplines.ts, readable on paper and under white',
  (id) => {
    expect(tokens.get(`d-${id}`)).toBe(disciplines[id].color)
    expect(contrast(`d-${id}`, 'paper')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(`d-${id}`, '#ffffff')).toBeGreaterThanOrEqual(4.5)
  },
)

it.each(['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'bad'])(
  '%s is readable on every background',
  (text) => {
    for (const background of [
      'desk',
      'paper',
      'wash',
      'accent-wash',
      'ok-wash',
      'warn-wash',
      'bad-wash',
    ]) {
      expect(contrast(text, background), `${text} on ${background}`).toBeGreaterThanOrEqual(4.5)
    }
  },
)

it.each(['line-field', 'focus'])('%s is visible on every background', (edge) => {
  for (const background of ['desk', 'paper', 'wash'])
    expect(contrast(edge, background), `${edge} on ${background}`).toBeGreaterThanOrEqual(3)
})

it.each(['found', 'found-here'])('%s leaves the words in it readable', (background) => {
  expect(contrast('ink', background)).toBeGreaterThanOrEqual(4.5)
  expect(contrast('found-line', background)).toBeGreaterThanOrEqual(3)
})
