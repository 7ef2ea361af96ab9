import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Counter, Gauge, type Registry } from 'prom-client'
import { databaseFile } from '#server/config.ts'
import { copiesToRemove, copyName, readCopies } from '#server/copies/copy-names.ts'
import { type CopyAnswer, makeCopy } from '#server/copies/make-copy.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import { noteUpkeep } from '#server/upkeep.ts'
import { limits } from '#shared/limits.ts'
import type { Module } from './module.ts'

type Needs = {
  /** Null: no copies are kept. */
  copies: { folder: string; everyMs: number } | null
  dataDir: string
  processesFolder: string
  registry: Registry
  clock: Clock
  logger: Logger
}

/** Null without a sound copy. */
export type CopyAge = () => Promise<{ seconds: number | null } | null>

const lookEveryMs = 30_000
/** A copy that failed reads the whole database again. */
const retryAfterMs = 120_000

/** Keeps copies of the database in a second folder, on a schedule that follows from the newest one there. */
export function copiesModule(needs: Needs): Module & { age: CopyAge } {
  const { copies } = needs
  if (copies === null) return { age: async () => null }
  const { folder, everyMs } = copies
  const { clock, registry, logger } = needs
  const found = async () => readCopies(await readdir(folder))
  const age = async () => {
    const newest = (await found().catch(() => [])).find(({ isSound }) => isSound)
    // A clock that was set back: the copy is not from tomorrow.
    return newest === undefined ? null : Math.max(0, clock.now() - newest.at) / 1000
  }
  new Gauge({
    name: 'wijktafel_copy_age_seconds',
    help: 'Age of the newest sound copy in BACKUP_DIR; NaN when there is none',
    registers: [registry],
    async collect() {
      this.set((await age()) ?? Number.NaN)
    },
  })
  const ends = new Counter({
    name: 'wijktafel_copies_total',
    help: 'Copies to BACKUP_DIR: sound, of a database with faults, or not made',
    labelNames: ['result'] as const,
    registers: [registry],
  })
  for (const result of ['sound', 'faulty', 'failed'] as const) ends.inc({ result }, 0)

  const removeOld = async () => {
    for (const name of copiesToRemove(await readdir(folder)))
      await rm(join(folder, name), { force: true })
  }

  async function copy(at: number, signal: AbortSignal): Promise<CopyAnswer> {
    const unchecked = join(folder, copyName(at, 'unchecked'))
    try {
      await removeOld()
      const answer = await makeCopy(
        { database: join(needs.dataDir, databaseFile), file: unchecked },
        { ...needs, withinMs: limits.copyMs.max, signal },
      )
      if (answer.kind === 'failed') return answer
      await rename(unchecked, join(folder, copyName(at, answer.kind)))
      await removeOld()
      return answer
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
    }
  }

  /** By the clock that nobody sets. */
  let retryAt = 0

  async function round(signal: AbortSignal): Promise<void> {
    const at = clock.now()
    const [newest] = await found().catch(() => [])
    if (newest !== undefined && Math.abs(at - newest.at) < everyMs) return
    if (clock.elapsed() < retryAt) return
    retryAt = clock.elapsed() + retryAfterMs
    const answer = await copy(at, signal)
    if (signal.aborted) return
    ends.inc({ result: answer.kind })
    const isGood = answer.kind === 'sound'
    if (!isGood)
      logger.error({ ...answer }, 'The copy of the database is not in order (docs/operate.md)')
    // Of the good ones the first of a day: the page of the administrator shows a handful.
    if (isGood && newest !== undefined && dayOf(newest.at) === dayOf(at)) return
    await noteUpkeep(needs.dataDir, { kind: 'backup', at: isoOf(at), file: folder, isGood })
  }

  return {
    age: async () => ({ seconds: await age() }),
    background: [{ name: 'copies', everyMs: lookEveryMs, run: round }],
  }
}

const isoOf = (at: number) => new Date(at).toISOString()
const dayOf = (at: number) => isoOf(at).slice(0, 10)
