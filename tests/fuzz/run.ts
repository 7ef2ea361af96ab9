import { Random } from '../support/random.ts'
import { flush, perform, restoreRole, type Step, type StepKind, stepKinds } from './actions.ts'
import { checkEnd, checkRoom, checkStep } from './invariants.ts'
import { FuzzPeer } from './peer.ts'
import { type FormatId, formatIds, type Servers, World } from './world.ts'

/** A repeatable run: the seed determines format and peers, the steps determine the rest. */
export type Case = { seed: number; steps: readonly Step[] }
export type Outcome = { failure: string | null; counts: ReadonlyMap<string, number> }

const weights: Record<StepKind, number> = {
  ...{ type: 16, paragraph: 5, deleteText: 5, deleteBlock: 1.5, mark: 4 },
  ...{
    addRow: 5,
    moveRow: 4,
    removeRow: 2,
    restoreRow: 2,
    setCell: 8,
    setValue: 5,
    undo: 6,
    redo: 3,
  },
  ...{
    up: 12,
    down: 12,
    commit: 10,
    flush: 4,
    connect: 18,
    disconnect: 2,
    cut: 2,
    heartbeat: 1.5,
    reload: 1,
  },
  ...{
    loseAcks: 1,
    doubleUp: 1.5,
    doubleDown: 1,
    failCommit: 1,
    tearCommit: 1,
    holdCommit: 1,
    release: 2,
    crash: 1,
    compact: 1,
    idle: 0.7,
  },
  ...{ lower: 0.7, restore: 1, event: 1.5, elsewhere: 2, notify: 2, burst: 0.06 },
}

/** Each run has its own weights, so that rare events coincide in some runs: much undo, many crashes, few connections. */
export function caseOf(seed: number): Case {
  const random = new Random(seed ^ 0x5eed)
  const mood = Object.fromEntries(
    stepKinds.map((kind) => [
      kind,
      weights[kind] * (random.chance(0.15) ? 4 : random.chance(0.25) ? 0.2 : 1),
    ]),
  ) as Record<StepKind, number>
  const length = random.between(50, 160)
  return {
    seed,
    steps: Array.from(
      { length },
      () => [random.weighted(mood), random.below(60), random.next()] as const,
    ),
  }
}

export function setupOf(seed: number): {
  formatId: FormatId
  peers: FuzzPeer[]
  sliceUnits?: number
} {
  const random = new Random(seed)
  const formatId = random.pick(formatIds) ?? formatIds[0]
  const peers = Array.from({ length: random.between(2, 5) }, (_, i) => {
    // The first two peers may write, otherwise the run would test nothing.
    const role = i >= 2 && random.chance(0.3) ? 'reader' : 'editor'
    return new FuzzPeer({
      name: `Lid ${i + 1}`,
      clientId: 10 + i,
      role,
      isOurs: random.chance(0.6),
    })
  })
  // In some runs small work takes several turns, so that other work interleaves.
  const sliceUnits = [12, 60, 400][seed % 8]
  return { formatId, peers, ...(sliceUnits === undefined ? {} : { sliceUnits }) }
}

/** Runs a case to its end or to the first violation. `servers`: by default one, in memory. */
export async function runCase({ seed, steps }: Case, servers?: Servers): Promise<Outcome> {
  const world = await World.create(setupOf(seed), servers)
  const escaped: unknown[] = []
  const catchEscaped = (error: unknown) => void escaped.push(error)
  process.on('unhandledRejection', catchEscaped)
  try {
    for (const peer of world.peers) world.connect(peer)
    await flush(world)
    for (const [at, step] of steps.entries()) {
      await perform(world, step)
      const wrong = checkStep(world)
      if (at % 12 === 11 || step[0] === 'crash' || step[0] === 'idle')
        wrong.push(...(await checkRoom(world)))
      if (wrong.length > 0)
        return { failure: `after step ${at + 1} (${step[0]}): ${wrong[0]}`, counts: world.counts }
    }
    await drain(world)
    const wrong = [...checkStep(world), ...checkEnd(world), ...(await checkRoom(world))]
    // Node reports unhandled rejections in a later turn.
    await new Promise((resolve) => setImmediate(resolve))
    if (escaped.length > 0) wrong.unshift(`an error escaped: ${String(escaped[0])}`)
    return { failure: wrong.length > 0 ? `in the end: ${wrong[0]}` : null, counts: world.counts }
  } catch (error) {
    return {
      failure: `thrown: ${error instanceof Error ? error.stack : String(error)}`,
      counts: world.counts,
    }
  } finally {
    process.off('unhandledRejection', catchEscaped)
    world.destroy()
  }
}

/** All peers online with their first role, storage healthy, and all messages delivered. */
async function drain(world: World): Promise<void> {
  for (const { release } of world.held.splice(0)) release()
  for (const { log } of world.nodes) log.clearFaults()
  await world.settled()
  for (const peer of world.peers) if (peer.role !== peer.originalRole) restoreRole(world, peer)
  await flush(world)
  // The log follower makes up for a lost notification.
  world.advance(2_000)
  // An earlier failed commit may still close a connection, once.
  for (let round = 0; round < 4; round++) {
    for (const peer of world.peers)
      if (!peer.isConnected || peer.link?.isCut === true) world.connect(peer)
    await flush(world)
    // Each node finds what the others wrote last.
    if (world.nodes.length > 1) world.advance(2_000)
    await world.settled()
    await flush(world)
  }
}
