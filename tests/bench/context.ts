import type { Name } from './contestants/all.ts'
import { Contestant, type ContestantKind } from './contestants/contestant.ts'
import { LoadProcess } from './load/process.ts'
import type { Figures } from './report.ts'
import { median } from './statistics.ts'

export type Options = {
  isQuick: boolean
  only: readonly string[]
  servers: readonly string[]
  /** Runs servers under the profiler; the figures are then not comparable. */
  isProfiling: boolean
  /** The folder of another checkout, built, for the measurements in pairs; null for none. */
  against: string | null
}

export type Context = Options & { repetitions: number; say: (line: string) => void }

export const profileFolder = 'test-results/profiles'

/** One server and one load process, both stopped afterwards. */
export async function withContestant<T>(
  context: Context,
  kind: ContestantKind,
  use: (contestant: Contestant, load: LoadProcess) => Promise<T>,
): Promise<T> {
  const contestant = await Contestant.start(
    kind,
    context.isProfiling ? `${profileFolder}/${kind.name}.cpuprofile` : null,
  )
  const load = new LoadProcess('.cache/bench/load.js')
  try {
    return await use(contestant, load)
  } finally {
    await load.end()
    await contestant.stop()
  }
}

/** The figures of every server, interleaved over the runs, so that a busy moment of the machine hits each. */
export async function measureEach<M extends string>(
  context: Context,
  kinds: readonly ContestantKind[],
  measure: (contestant: Contestant, load: LoadProcess, run: number) => Promise<Record<M, number>>,
  repetitions = context.repetitions,
): Promise<(metric: M, combine?: (values: readonly number[]) => number) => Figures> {
  const runs: { name: Name; figures: Record<M, number> }[] = []
  for (let run = 1; run <= repetitions; run++) {
    for (const kind of kinds.filter(({ name }) => context.servers.includes(name))) {
      context.say(`  ${kind.name}, run ${run} of ${repetitions}`)
      const figures = await withContestant(context, kind, (contestant, load) =>
        measure(contestant, load, run),
      )
      runs.push({ name: kind.name as Name, figures })
    }
  }
  return (metric, combine = median) =>
    Object.fromEntries(
      [...new Set(runs.map((run) => run.name))].map((name) => [
        name,
        combine(runs.filter((run) => run.name === name).map((run) => run.figures[metric])),
      ]),
    )
}
