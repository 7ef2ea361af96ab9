import { type Cost, costOf } from './cost-run.ts'
import { attackNames } from './costly-updates.ts'

/** The allowed ratio of time when the size doubles, apart from noise. */
const maxGrowth = 3.2
/** A shorter time shows nothing about growth. */
const tooShortMs = 60
/** The longest turn that a message may take: twice the 50 ms of PROTOCOL, for the noise of a test machine. */
const maxTurnMs = 100

/** Times every attack at two sizes and prints the slowest per byte first; returns how many grow faster than their size. */
export async function reportCosts(size: number, say: (line: string) => void): Promise<number> {
  const timer = { at: 0, begin: () => {}, end: () => 0 }
  timer.begin = () => {
    timer.at = performance.now()
  }
  timer.end = () => performance.now() - timer.at
  say(`\nTime per byte, at sizes ${size} and ${size * 2}`)
  const costs: { small: Cost; large: Cost; growth: number }[] = []
  for (const name of attackNames) {
    await costOf(name, 200, timer)
    const small = await costOf(name, size, timer)
    const large = await costOf(name, size * 2, timer)
    costs.push({ small, large, growth: large.spent / small.spent })
  }
  costs.sort((a, b) => b.large.spent / b.large.bytes - a.large.spent / a.large.bytes)
  let faults = 0
  for (const { large, growth } of costs) {
    const isFault = (growth > maxGrowth && large.spent > tooShortMs) || large.worstTurn > maxTurnMs
    if (isFault) faults++
    say(
      [
        isFault ? 'FAILED' : '      ',
        `${((large.spent / large.bytes) * 1000).toFixed(2).padStart(8)} s/MB`,
        `${large.spent.toFixed(0).padStart(6)} ms for ${String(large.bytes).padStart(8)} bytes`,
        `x${growth.toFixed(1)} for twice as much`,
        `longest turn ${large.worstTurn.toFixed(0).padStart(4)} ms`,
        `${((large.spent * 1000) / Math.max(1, large.units)).toFixed(1).padStart(5)} us a unit`,
        large.limited.length > 0
          ? large.limited.join(' ')
          : large.closed === null
            ? 'let in'
            : `closed ${large.closed}`,
        ` ${large.name}`,
      ].join('  '),
    )
  }
  return faults
}
