import { fileURLToPath } from 'node:url'
import { type Asker, createJobPool, type JobEnd } from '#server/job-pool.ts'
import { processRunner } from '#server/job-runner.ts'
import { type ReadPageContent, ReadPageContentSchema } from '#shared/api/read-links.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { type ExportKind, exportKindNames, formatOf } from '#shared/export-formats.ts'
import { LimitError, limits } from '#shared/limits.ts'
import type { ArchiveFile } from './archive.ts'
import type { GivenPicture } from './document/document-pictures.ts'
import type { ExportInput } from './export.ts'
import { findPdfCompiler } from './pdf/pdf-compiler.ts'

/** Makes a file of any kind from a plan, in a process of its own. */
export type FileMaker = {
  /** Kinds that this machine can make. */
  kinds: ReadonlySet<ExportKind>
  /**
   * Rejects with `pdf-unavailable`, with the error of a limit (queue full, too slow, too heavy),
   * with `export-failed`, and with the reason of the caller's signal.
   */
  write(kind: ExportKind, input: ExportInput, asker: Asker): Promise<Uint8Array>
  /** The plan as a page for readers without an account. Rejects as `write` does. */
  page(input: ExportInput, asker: Asker): Promise<ReadPageContent>
  /** Number of files being made now. */
  busy(): number
  close(): Promise<void>
}

export type FileProcessSettings = { compiler: string | null; template: string }
/** Plain data, and never a live document: one message, serialised as fast as JSON. */
export type FileJob = {
  kind: ExportKind | 'page'
  input: string
  attachments: readonly ArchiveFile[]
  pictures: readonly GivenPicture[]
}
export type FileAnswer =
  | { kind: 'made'; bytes: Uint8Array; warnings: string[] }
  | { kind: 'refused'; code: ErrorCode }
  | { kind: 'failed'; reason: string }

/** Two, so that somebody's plan of five thousand rows does not keep everyone else waiting. */
const processCount = 2
/** The libraries take half a second to load, so an idle process waits for the next file. */
const defaultIdleMs = 20_000
/**
 * Input size in characters. After a larger plan a process ends, to release the memory it grew to.
 */
const heavyLetters = 1_000_000

export type FileMakerOptions = {
  /** Folder of the built program. */
  processesFolder: string
  /** Null: this machine has none. */
  compiler?: string | null
  timeoutMs?: number
  memoryMb?: number
  idleMs?: number
  onProblem?(reason: string): void
}

export function createFileMaker({
  processesFolder,
  compiler = findPdfCompiler(),
  timeoutMs = limits.fileMs.max,
  memoryMb = limits.fileMemoryMb.max,
  idleMs = defaultIdleMs,
  onProblem = () => {},
}: FileMakerOptions): FileMaker {
  const settings: FileProcessSettings = {
    compiler,
    template: fileURLToPath(new URL('./pdf/plan.typ', import.meta.url)),
  }
  const pool = createJobPool<FileJob, FileAnswer>({
    start: () =>
      processRunner<FileJob, FileAnswer>(`${processesFolder}/file-process.js`, {
        memoryMb,
        settings,
      }),
    runners: processCount,
    waiting: 'filesWaiting',
    waitingPerPerson: 'filesWaitingPerPerson',
    timeoutMs,
    idleMs,
    isLast: ({ input, pictures }) => input.length > heavyLetters || pictures.length > 0,
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

  async function make(
    kind: FileJob['kind'],
    { attachments = [], pictures = [], ...input }: ExportInput,
    asker: Asker,
  ): Promise<Uint8Array> {
    const answer = await pool.run(
      () => ({ kind, input: JSON.stringify(input), attachments, pictures }),
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
  }

  return {
    kinds: new Set(
      exportKindNames.filter((kind) => compiler !== null || !formatOf(kind).needsCompiler),
    ),
    async write(kind, input, asker) {
      if (compiler === null && formatOf(kind).needsCompiler) throw new AppError('pdf-unavailable')
      return make(kind, input, asker)
    },
    async page(input, asker) {
      const bytes = await make('page', input, asker)
      return ReadPageContentSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
    },
    busy: () => pool.busy(),
    close: () => pool.close(),
  }
}
