import { execFileSync } from 'node:child_process'
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Distribution, distributionOf } from './statistics.ts'

export type Machine = {
  date: string
  node: string
  cores: number
  model: string
  memoryGB: number
  loadBefore: number
  fsyncMs: Distribution
  commit: string
}

export function describeMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    node: process.version,
    cores: cpus().length,
    model: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGB: Math.round(totalmem() / 1e9),
    loadBefore: loadavg()[0] ?? Number.NaN,
    fsyncMs: measureFsync(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  }
}

/** The duration of one fsync of 4 kB on this machine: the lower bound of every durable acknowledgement. */
export function measureFsync(): Distribution {
  const folder = mkdtempSync(join(tmpdir(), 'wijktafel-fsync-'))
  const file = openSync(join(folder, 'file'), 'w')
  const block = Buffer.alloc(4096, 1)
  const times: number[] = []
  for (let i = 0; i < 200; i++) {
    const at = performance.now()
    writeSync(file, block)
    fsyncSync(file)
    times.push(performance.now() - at)
  }
  closeSync(file)
  rmSync(folder, { recursive: true })
  return distributionOf(times)
}

/** The processor time of all threads of a process; Linux reports it in nanoseconds. */
export function cpuSecondsOf(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e9
}
