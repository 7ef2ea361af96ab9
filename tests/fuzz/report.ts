import { type Case, runCase, setupOf } from './run.ts'
import { shrink } from './shrink.ts'
import type { Servers } from './world.ts'

/** The message of a failure without its numbers: equal for two failures of the same kind. */
const kindOf = (failure: string) =>
  failure.replace(/^(after step \d+ \(\w+\)|in the end|thrown): /, '').slice(0, 14)

/** The report of a failing run: shrunk, repeatable, and in the form of pinned.ts. */
export async function reportFailure(
  failing: Case,
  failure: string,
  servers?: Servers,
): Promise<string> {
  const kind = kindOf(failure)
  const small = await shrink(
    failing,
    async (candidate) => kindOf((await runCase(candidate, servers)).failure ?? '') === kind,
  )
  const { failure: last } = await runCase(small, servers)
  const { formatId, peers } = setupOf(small.seed)
  return [
    `seed ${small.seed}, ${formatId}, ${peers.map((peer) => `${peer.name} (${peer.originalRole}, ${peer.isOurs ? 'own' : 'standard'} client)`).join(', ')}`,
    failure,
    `${failing.steps.length} steps, of which these are enough: ${last ?? 'it no longer fails'}`,
    `{ was: '', seed: ${small.seed}, steps: [${small.steps.map(([kindOfStep, peer, n]) => `['${kindOfStep}', ${peer}, ${n}]`).join(', ')}] },`,
  ].join('\n')
}
