import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseFile } from '#server/config.ts'
import type { Random } from './random.ts'

const ops = { 1: 'write', 2: 'truncate', 3: 'sync', 4: 'sync failed', 5: 'unlink' } as const
const suffixes = { 1: '', 2: '-wal', 3: '-journal' } as const
/** The folder whose sync makes the creation and removal of files durable. */
const folderNumber = 4

type FileNumber = keyof typeof suffixes | typeof folderNumber
export type DiskOp = {
  op: (typeof ops)[keyof typeof ops]
  file: FileNumber
  offset: number
  bytes: Uint8Array
  /** The position of the trace after the write. */
  end: number
}

/** The kind of failure; the letters are those of failing-disk.c. */
const letters = {
  fsync: 'f',
  read: 'r',
  write: 'w',
  /** The disk is full. */
  full: 'e',
  /** The disk is full after the first half of a write. */
  torn: 't',
  /** Each write is short by half, which an operating system may do: the program must repeat the rest. */
  short: 's',
  /** A read returns other bytes than were written. */
  corrupt: 'c',
} as const
export type DiskFault = keyof typeof letters

/** A disk that records the writes of a process to its database, and fails on command. */
export class TracedDisk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'wijktafel-disk-'))
  readonly #trace = join(this.#folder, 'trace')
  readonly #switch = join(this.#folder, 'broken')

  /** Null without a compiler or without preloading of libraries. */
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

  /** Starts a failure. */
  break(fault: DiskFault = 'fsync'): void {
    writeFileSync(this.#switch, letters[fault])
  }

  /** Ends the failure. */
  mend(): void {
    rmSync(this.#switch, { force: true })
  }

  /** The current position of the trace. */
  get position(): number {
    return existsSync(this.#trace) ? statSync(this.#trace).size : 0
  }

  read(): DiskOp[] {
    const trace = readFileSync(this.#trace)
    const found: DiskOp[] = []
    // An incomplete record at the end, after a kill, is dropped.
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

/** Sectors are atomic; a write of several sectors may be torn between them and applied in any order. */
const sectorBytes = 512

/**
 * The files after a power cut at `cut`: synced data is there. Of the writes after the last sync of a file, each sector is
 * there, missing, or from an earlier write, as the seed determines. Later truncations, and removals without a later sync of
 * the folder, happened or did not.
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
