import type { BystanderReport } from './bystander-process.ts'

export type Row = {
  id: string
  did: string
  bystander: BystanderReport
  seconds: number
  /** The longest that the event loop of the server was held, in milliseconds of its processor. */
  longestTurnMs: number
  memoryMb: number
  failures: readonly string[]
}

/** The longest that an editor of another plan may wait for an acknowledgement during an attack, in milliseconds. */
const aim = { p99: 250, worst: 1000 } as const

export const reportHead = `${'attack'.padEnd(16)}${'p50'.padStart(8)}${'p99'.padStart(8)}${'worst'.padStart(8)}${'turn'.padStart(8)}  ms   typed  server`

export function reportLine({
  id,
  did,
  bystander,
  seconds,
  longestTurnMs,
  memoryMb,
  failures,
}: Row): string {
  const { p50, p99, worst } = quantiles(bystander.delaysMs)
  const verdict = p99 <= aim.p99 && worst <= aim.worst ? '' : '  ABOVE THE AIM'
  const numbers = [p50, p99, worst, longestTurnMs].map((ms) => ms.toFixed(1).padStart(8)).join('')
  const lines = [
    `${id.padEnd(16)}${numbers}      ${String(bystander.typed).padStart(6)}  ${memoryMb} MB${verdict}`,
    `${''.padEnd(16)}${did}, ${seconds.toFixed(1)} s`,
    ...failures.map((failure) => `${''.padEnd(16)}FAILED ${failure}`),
  ]
  return lines.join('\n')
}

function quantiles(delays: readonly number[]): { p50: number; p99: number; worst: number } {
  const sorted = [...delays].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), worst: sorted.at(-1) ?? 0 }
}
