import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Distribution, distributionOf } from './statistics.ts'

export type Machine = { date: string; node: string; cores: number; model: string; memoryGB: number; loadBefore: number; fsyncMs: Distribution; commit: string }

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

/** What one fsync of 4 kB costs on this machine: the floor under every durable ack. */
function measureFsync(): Distribution {
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

/** Linux counts in hundredths of a second, all threads of the process together. */
const ticksPerSecond = 100

export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
