import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type Asker, createJobThreads, type JobEnd } from '#server/job-threads.ts'
import { type ExportKind, exportKindNames } from '#shared/api/exports.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { LimitError, limits } from '#shared/limits.ts'
import type { ArchiveFile } from './archive.ts'
import type { ExportInput } from './export.ts'
import { findPdfCompiler } from './pdf-compiler.ts'

/** Makes a file of any kind out of a plan, in a thread. */
export type FileMaker = {
  /** Kinds that this machine can make. */
  kinds: ReadonlySet<ExportKind>
  /**
   * Rejects with `pdf-unavailable`, with the error of a limit (many wait, too slow, too heavy), with `export-failed`, and
   * with the reason of the asker's signal. Attachments are handed over: their bytes can't be used afterwards.
   */
  write(kind: ExportKind, input: ExportInput, asker: Asker): Promise<Uint8Array>
  /** Files that are being made now. */
  busy(): number
  close(): Promise<void>
}

export type FileThreadData = { compiler: string | null; template: string }
/** Plain text of what the file is made of, and never a live document: one message, made as fast as JSON is. */
export type FileJob = { kind: ExportKind; input: string; attachments: readonly ArchiveFile[] }
export type FileAnswer =
  | { kind: 'made'; bytes: Uint8Array; warnings: string[] }
  | { kind: 'refused'; code: ErrorCode }
  | { kind: 'failed'; reason: string }

/** Two, so that somebody's plan of five thousand rows does not keep everyone else waiting. */
const threadCount = 2
/** The libraries take half a second to load, so a thread waits for a next file. */
const defaultIdleMs = 20_000
/** Letters of input. What a thread grew to for a plan larger than this is given back at once. */
const heavyLetters = 1_000_000

export type FileMakerOptions = {
  /** Folder of the built threads. */
  threadsFolder: string
  /** Null: this machine has none. */
  compiler?: string | null
  timeoutMs?: number
  memoryMb?: number
  idleMs?: number
  onProblem?(reason: string): void
}

export function createFileMaker({
  threadsFolder,
  compiler = findPdfCompiler(),
  timeoutMs = limits.fileMs.max,
  memoryMb = limits.fileMemoryMb.max,
  idleMs = defaultIdleMs,
  onProblem = () => {},
}: FileMakerOptions): FileMaker {
  const workerData: FileThreadData = {
    compiler,
    template: fileURLToPath(new URL('./pdf/plan.typ', import.meta.url)),
  }
  const threads = createJobThreads<FileJob, FileAnswer>({
    start: () =>
      new Worker(`${threadsFolder}/file-thread.js`, {
        workerData,
        resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      }),
    threads: threadCount,
    waiting: 'filesWaiting',
    waitingPerPerson: 'filesWaitingPerPerson',
    timeoutMs,
    idleMs,
    isLast: ({ input }) => input.length > heavyLetters,
    transfer: ({ attachments }) =>
      // A piece of a larger buffer is copied: the rest of it belongs to somebody else.
      attachments.flatMap(({ bytes: { buffer, byteLength } }) =>
        buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
      ),
    failed,
  })

  function failed(end: JobEnd): AppError {
    switch (end.kind) {
      case 'too-slow':
        onProblem(`not finished after ${end.afterMs} ms`)
        return new LimitError('fileMs')
      case 'too-heavy':
        onProblem(`needed more than ${memoryMb} MB`)
        return new LimitError('fileMemoryMb')
      case 'broken':
        onProblem(end.reason)
        return new AppError('export-failed', { cause: new Error(end.reason) })
    }
  }

  return {
    kinds: new Set(exportKindNames.filter((kind) => compiler !== null || kind !== 'pdf')),
    async write(kind, { attachments = [], ...input }, asker) {
      if (compiler === null && kind === 'pdf') throw new AppError('pdf-unavailable')
      const answer = await threads.run(
        () => ({ kind, input: JSON.stringify(input), attachments }),
        asker,
      )
      switch (answer.kind) {
        case 'made':
          for (const warning of answer.warnings) onProblem(warning)
          return answer.bytes
        case 'refused':
          if (answer.code === 'file-too-heavy') throw new LimitError('fileMemoryMb')
          throw new AppError(answer.code)
        case 'failed':
          throw failed({ kind: 'broken', reason: answer.reason })
      }
    },
    busy: () => threads.busy(),
    close: () => threads.close(),
  }
}
