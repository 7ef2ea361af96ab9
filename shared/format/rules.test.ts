import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bsnRule } from '../plan/bsn-problems.ts'
import { FormatSchema } from './schema.ts'

const folder = new URL('../formats/', import.meta.url)
const formats = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => FormatSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
// Below it are the cases, which tests/rules writes.
const [written = ''] = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8').split(
  '<!--',
)
const rows = written
  .split('\n')
  .flatMap((line) =>
    [...line.matchAll(/^\| ([A-Z]\d+) \| .+ \| (.+) \| (.+) \|$/g)].map(
      ([, id = '', severity = '', where = '']) => ({ id, severity, where }),
    ),
  )

test('docs/rules.md has one row for every rule of the sources', () => {
  const numbered = (letter: string, last: number) =>
    Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)
  expect(rows.map((row) => row.id).toSorted()).toEqual(
    [
      ...numbered('M', 16),
      ...numbered('Z', 17),
      ...numbered('R', 13),
      ...numbered('T', 18),
      'A1',
      'C1',
      'C2',
      'H1',
    ].toSorted(),
  )
})

test('each rule that a format names has a row there, with the kinds and severities it is checked with', () => {
  const wrong = formats.flatMap((format) =>
    format.rules.flatMap((rule) => {
      const row = rows.find(({ id }) => id === rule.id)
      if (row === undefined) return [`${format.id}: ${rule.id} is not in docs/rules.md`]
      return [
        ...(row.where.includes(`\`${rule.kind}\``)
          ? []
          : [`${rule.id}: ${rule.kind} is not named`]),
        ...(row.severity.includes(rule.severity)
          ? []
          : [`${rule.id}: ${rule.severity} is not named`]),
      ]
    }),
  )
  expect(wrong).toEqual([])
})

test('no row promises a severity that no rule of a format has', () => {
  const found = new Set([
    ...formats.flatMap((format) => format.rules.map((rule) => `${rule.id} ${rule.severity}`)),
    'Z3 block',
    `${bsnRule} block`,
    // Limits of amounts hold in every form.
    'C1 block',
  ])
  const promised = rows.flatMap(({ id, severity }) =>
    severity === '–' ? [] : severity.split(', ').map((one) => `${id} ${one}`),
  )
  expect(promised.filter((one) => !found.has(one))).toEqual([])
})
