import { type Asker, createJobPool } from '#server/job-pool.ts'
import { boundedThread } from '#server/job-runner.ts'
import { AppError, isErrorCode } from '#shared/errors.ts'
import type { FileKind } from '#shared/files/file-kinds.ts'
import { LimitError, limits } from '#shared/limits.ts'

/** A file as a plan keeps it: its kind was found in its bytes. `width` and `height` in pixels, of a picture. */
export type CleanFile = {
  kind: FileKind
  bytes: Uint8Array
  width: number | null
  height: number | null
}

export type FileCleaner = {
  /**
   * Rejects with an `upload-…` code or `picture-too-large` for a file that no plan may hold, and with `files-busy` if the
   * queue is full.
   */
  clean(bytes: Uint8Array, asker: Asker): Promise<CleanFile>
  close(): Promise<void>
}

type Bounds = { maxEdge: number; maxPixels: number; maxScans: number }
type Job = { bytes: Uint8Array; limits: Bounds }
type Answer = { kind: 'cleaned'; file: CleanFile } | { kind: 'refused'; code: string }

const threadCount = 2
const idleMs = 60_000

const limitOf = {
  'upload-too-heavy': 'pictureScans',
  'picture-too-large': 'picturePixels',
} as const

/** Cleans files in threads that are ended if they take too long or too much memory. */
export function createFileCleaner({
  timeoutMs = limits.uploadMs.max,
  memoryMb = limits.uploadMemoryMb.max,
}: {
  timeoutMs?: number
  memoryMb?: number
} = {}): FileCleaner {
  const threads = createJobPool<Job, Answer>({
    start: () => boundedThread(new URL('./reader/clean-worker.mjs', import.meta.url), memoryMb),
    runners: threadCount,
    waiting: 'uploadsWaiting',
    timeoutMs,
    idleMs,
    failed: ({ kind }) => new LimitError(kind === 'too-slow' ? 'uploadMs' : 'uploadMemoryMb'),
  })
  const bounds: Bounds = {
    maxEdge: limits.pictureEdge.max,
    maxPixels: limits.picturePixels.max,
    maxScans: limits.pictureScans.max,
  }
  return {
    async clean(bytes, asker) {
      const answer = await threads.run(() => ({ bytes, limits: bounds }), asker)
      if (answer.kind === 'cleaned') return answer.file
      const { code } = answer
      if (code === 'upload-too-heavy' || code === 'picture-too-large')
        throw new LimitError(limitOf[code])
      throw new AppError(isErrorCode(code) ? code : 'upload-broken')
    },
    close: () => threads.close(),
  }
}
