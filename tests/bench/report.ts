import { type Name, names } from './contestants/all.ts'

export type Figures = Partial<Record<Name, number>>
export type Target = {
  text: string
  /** NaN if the peer was not measured. */
  limit: number
  better: 'lower' | 'higher'
}
export type Row = { metric: string; unit: string; figures: Figures; target?: Target }
export type ScenarioResult = { id: string; title: string; rows: Row[]; notes: string[] }

export const atMost = (limit: number, text: string): Target => ({ limit, text, better: 'lower' })
export const atLeast = (limit: number, text: string): Target => ({ limit, text, better: 'higher' })

/** The best of some peers; NaN if none of them was measured. */
export function best(figures: Figures, better: 'lower' | 'higher', among: readonly Name[]): number {
  const known = among
    .flatMap((name) => figures[name] ?? [])
    .filter((figure) => !Number.isNaN(figure))
  if (known.length === 0) return Number.NaN
  return better === 'lower' ? Math.min(...known) : Math.max(...known)
}

export function verdictOf({ figures, target }: Row): string {
  const own = figures.ours
  if (target === undefined || own === undefined || Number.isNaN(own) || Number.isNaN(target.limit))
    return ''
  const isMet = target.better === 'lower' ? own <= target.limit : own >= target.limit
  if (isMet) return 'met'
  const factor = target.better === 'lower' ? own / target.limit : target.limit / own
  return Number.isFinite(factor) ? `**missed** by ${factor.toFixed(2)} ×` : '**missed**'
}

/** A Markdown table: figures, ours as a multiple of each peer's, the target and whether it is met. */
export function tableOf({ title, rows, notes }: ScenarioResult): string {
  const columns = names.filter((name) => rows.some((row) => row.figures[name] !== undefined))
  const peers = columns.filter((name) => name !== 'ours')
  const withTargets = rows.some((row) => row.target !== undefined)
  const head = [
    '',
    ...columns,
    ...(columns.includes('ours') ? peers.map((name) => `ours / ${name}`) : []),
    ...(withTargets ? ['target', ''] : []),
  ]
  const lines = rows.map((row) => [
    row.metric,
    ...columns.map((name) => shown(row.figures[name], row.unit)),
    ...(columns.includes('ours')
      ? peers.map((name) => ratio(row.figures.ours, row.figures[name]))
      : []),
    ...(withTargets
      ? [row.target === undefined ? '' : limitOf(row.target, row.unit), verdictOf(row)]
      : []),
  ])
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    `### ${title}`,
    '',
    line(head),
    line(head.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...lines.map(line),
    ...(notes.length > 0 ? ['', ...notes] : []),
    '',
  ].join('\n')
}

function limitOf({ text, limit, better }: Target, unit: string): string {
  return Number.isNaN(limit)
    ? text
    : `${text}: ${better === 'lower' ? '≤' : '≥'} ${shown(limit, unit)}`
}

function shown(figure: number | undefined, unit: string): string {
  if (figure === undefined || Number.isNaN(figure)) return '–'
  const digits = unit === '' || Math.abs(figure) >= 100 ? 0 : Math.abs(figure) >= 10 ? 1 : 2
  return `${figure.toLocaleString('en-GB', { maximumFractionDigits: digits, minimumFractionDigits: digits })}${unit === '' ? '' : ` ${unit}`}`
}

function ratio(own: number | undefined, other: number | undefined): string {
  if (own === undefined || other === undefined || other === 0 || Number.isNaN(own / other))
    return '–'
  const value = own / other
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}
