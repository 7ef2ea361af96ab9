import type { Counting, Limit, LimitScope } from '#shared/limits/limit.ts'
import { limitNames, limits } from '#shared/limits.ts'

const scopes: Readonly<Record<LimitScope, string>> = {
  message: 'Per message',
  request: 'Per request',
  connection: 'Per connection',
  person: 'Per person',
  plan: 'Per plan',
  address: 'Per network address',
  recipient: 'Per e-mail address',
  installation: 'Per installation',
}

const countings: Readonly<Record<Counting | 'each', string>> = {
  stored: 'stored',
  together: 'together',
  apart: 'per server',
  each: 'each',
}

/** The text of docs/limits.md, from the table; `npx vitest run tests/limits.test.ts -u` writes it. */
export function limitsPage(): string {
  const parts = (Object.keys(scopes) as LimitScope[]).flatMap((scope) => {
    const rows = limitNames.filter((name) => limits[name].per === scope).map(rowOf)
    return rows.length === 0
      ? []
      : [
          `## ${scopes[scope]}`,
          [
            '| limit | number | counted | what happens over it | why |',
            '| --- | --- | --- | --- | --- |',
            ...rows,
          ].join('\n'),
        ]
  })
  return `${[head, ...parts].join('\n\n')}\n`
}

function rowOf(name: keyof typeof limits): string {
  const limit: Limit = limits[name]
  const over = typeof limit.over === 'string' ? `\`${limit.over}\`` : limit.over.does
  const rule = limit.rule === undefined ? '' : ` (${limit.rule})`
  return `| \`${name}\` | ${numberOf(limit)} | ${countings[limit.counted ?? 'each']} | ${over}${rule} | ${limit.why} |`
}

function numberOf(limit: Limit): string {
  return 'max' in limit
    ? amount(limit.max, limit.unit)
    : `${limit.burst.toLocaleString('en')} ${limit.unit} at once, then one every ${amount(limit.refillMs, 'ms')}`
}

function amount(value: number, unit: string): string {
  if (unit === 'bytes' && value >= 1024)
    return scaled(value, [
      ['MiB', 1024 * 1024],
      ['KiB', 1024],
    ])
  if (unit === 'ms')
    return scaled(value, [
      ['days', 86_400_000],
      ['h', 3_600_000],
      ['min', 60_000],
      ['s', 1_000],
      ['ms', 1],
    ])
  return `${value.toLocaleString('en')} ${unit}`
}

function scaled(value: number, units: readonly (readonly [string, number])[]): string {
  const [name, size] = units.find(([, one]) => value >= one) ?? ['', 1]
  return `${Number((value / size).toFixed(2)).toLocaleString('en')} ${name}`
}

const head = `# Limits

Every limit of Wijktafel: how much one message, person, plan or address may take, so that nobody exhausts shared resources.
No real team reaches them. This page is generated from \`shared/limits.ts\`; a test keeps both equal, and each limit has a test.

A request beyond a limit is refused with a code of \`shared/errors.ts\`, whose Dutch sentence gives the next step. Each refusal
adds one to \`wijktafel_limited_total{limit="…"}\`: a rising number is a reason to check the log. *Counted* says
where, when several servers share one database:

- *stored*: by the rows in the database, so over all servers, and a restart changes nothing.
- *together*: over all servers, in the database. These are the limits on guessing, and on letters that anyone can have sent. On SQLite
  there is one server, which counts in memory and begins anew with the process.
- *per server*: in the memory of each server, so that an installation of three servers allows three times as much. These keep one
  server healthy.
- *each*: of one message, request or connection; there is nothing to add up.`
