import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseFile } from '#server/config.ts'
import type { Random } from './random.ts'

const ops = { 1: 'write', 2: 'truncate', 3: 'sync', 4: 'sync failed', 5: 'unlink' } as const
const suffixes = { 1: '', 2: '-wal', 3: '-journal' } as const
/** Its sync makes the names of files last: that one was made, or removed. */
const folderNumber = 4

type FileNumber = keyof typeof suffixes | typeof folderNumber
export type DiskOp = {
  op: (typeof ops)[keyof typeof ops]
  file: FileNumber
  offset: number
  bytes: Uint8Array
  /** Where the trace stood after it. */
  end: number
}

/** How it fails; the letters are those of failing-disk.c. */
const letters = {
  fsync: 'f',
  read: 'r',
  write: 'w',
  /** No room. */
  full: 'e',
  /** No room after the first half of what is written. */
  torn: 't',
  /** Half of each write is done, and the rest has to be asked for again: an operating system may. */
  short: 's',
  /** Reading a page gives other bytes than were written. */
  corrupt: 'c',
} as const
export type DiskFault = keyof typeof letters

/** A disk that writes down what a process does to its database, and fails when it is told to. */
export class TracedDisk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'wijktafel-disk-'))
  readonly #trace = join(this.#folder, 'trace')
  readonly #switch = join(this.#folder, 'broken')

  /** Null where there is no compiler, or no preloading of libraries. */
  static make(): TracedDisk | null {
    if (process.platform !== 'linux') return null
    const disk = new TracedDisk()
    try {
      const [source, library] = ['tests/support/failing-disk.c', disk.#library]
      execFileSync('gcc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread'])
      return disk
    } catch {
      return null
    }
  }

  get #library(): string {
    return join(this.#folder, 'failing-disk.so')
  }

  get environment(): Record<string, string> {
    return { LD_PRELOAD: this.#library, DISK_TRACE: this.#trace, FAULT_SWITCH: this.#switch }
  }

  /** From now on the database has this. */
  break(fault: DiskFault = 'fsync'): void {
    writeFileSync(this.#switch, letters[fault])
  }

  /** It works again. */
  mend(): void {
    rmSync(this.#switch, { force: true })
  }

  /** How far the trace is. */
  get position(): number {
    return existsSync(this.#trace) ? statSync(this.#trace).size : 0
  }

  read(): DiskOp[] {
    const trace = readFileSync(this.#trace)
    const found: DiskOp[] = []
    // What was cut off at the end by a kill is not there.
    for (let at = 0; at + 14 <= trace.length; ) {
      const length = trace.readUInt32LE(at + 10)
      const op = ops[trace.readUInt8(at) as keyof typeof ops]
      const end = at + 14 + (op === 'write' ? length : 0)
      if (end > trace.length) break
      found.push({
        op,
        file: trace.readUInt8(at + 1) as FileNumber,
        offset: Number(trace.readBigUInt64LE(at + 2)),
        bytes: trace.subarray(at + 14, end),
        end,
      })
      at = end
    }
    return found
  }
}

/** Sectors are written whole or not at all; a write of several may be torn between them, and come in any order. */
const sectorBytes = 512

/**
 * The files as a power cut at `cut` leaves them: what was synced is there; of what came after the last sync of its file, each
 * sector is there, or is not, or is one of an earlier write, as the seed wills. Truncations that came after it, and removals
 * that no sync of the folder followed, happened or did not.
 */
export function writeCrashImage(folder: string, done: readonly DiskOp[], random: Random): void {
  const lastNames = done.findLastIndex(({ op, file }) => op === 'sync' && file === folderNumber)
  for (const file of [1, 2, 3] as const) {
    const own = done.filter((op) => op.file === file)
    const lastSync = own.findLastIndex((op) => op.op === 'sync')
    const content = new Content()
    for (const op of own.slice(0, lastSync + 1)) content.apply(op)
    const loose = own.slice(lastSync + 1)
    const isRemoved = own.some((op) => op.op === 'unlink' && done.indexOf(op) < lastNames)
    const kept = random.pick([0, 0.5, 0.9, 1]) ?? 1
    for (const op of loose) {
      if (op.op !== 'write') {
        if (random.chance(kept) || (op.op === 'unlink' && isRemoved)) content.apply(op)
        continue
      }
      for (let from = 0; from < op.bytes.length; ) {
        const next = Math.min(
          op.bytes.length,
          (Math.floor((op.offset + from) / sectorBytes) + 1) * sectorBytes - op.offset,
        )
        if (random.chance(kept))
          content.apply({ ...op, offset: op.offset + from, bytes: op.bytes.subarray(from, next) })
        from = next
      }
    }
    if (content.exists)
      writeFileSync(join(folder, `${databaseFile}${suffixes[file]}`), content.bytes)
  }
}

class Content {
  exists = false
  #bytes = Buffer.alloc(0)
  #length = 0

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  apply({ op, offset, bytes }: Pick<DiskOp, 'op' | 'offset' | 'bytes'>): void {
    if (op === 'unlink') {
      this.exists = false
      this.#length = 0
    } else if (op === 'truncate') this.#resize(offset)
    else if (op === 'write') {
      this.exists = true
      if (offset + bytes.length > this.#length) this.#resize(offset + bytes.length)
      this.#bytes.set(bytes, offset)
    }
  }

  #resize(length: number): void {
    this.exists = true
    if (length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(length, this.#bytes.length * 2))
      larger.set(this.bytes)
      this.#bytes = larger
    }
    if (length > this.#length) this.#bytes.fill(0, this.#length, length)
    this.#length = length
  }
}
