import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { createJobThread } from '#server/job-thread.ts'
import { AppError } from '#shared/errors.ts'
import type { DocumentTree } from './document-tree.ts'
import { findPdfCompiler } from './pdf-compiler.ts'
import { pdfData } from './pdf-data.ts'
import { fontPaths, pdfGlyphs } from './pdf-fonts.ts'

/** PDF/UA-1 for who reads it, PDF/A-2a for who keeps it; the library makes one of both at a time. */
export type PdfStandard = 'ua-1' | 'a-2a'

export type PdfPrinter = {
  print(tree: DocumentTree, standard: PdfStandard): Promise<Uint8Array>
  close(): Promise<void>
}

type Job = { data: string; standard: PdfStandard; createdAtMs: number }
type Answer =
  | { kind: 'done'; pdf: Uint8Array; warnings: string[] }
  | { kind: 'failed'; reason: string }

/** More than this many wait no longer: nobody sits through it, and each holds a whole plan. */
const mostWaiting = 20
const defaultIdleMs = 60_000
const defaultTimeoutMs = 20_000

export type PdfOptions = { timeoutMs?: number; idleMs?: number; onProblem?(reason: string): void }

/** Prints with Typst in a thread, a document at a time. */
export function createPdfPrinter({
  timeoutMs = defaultTimeoutMs,
  idleMs = defaultIdleMs,
  onProblem = () => {},
}: PdfOptions = {}): PdfPrinter {
  function failed(reason: string): AppError {
    onProblem(reason)
    return new AppError('export-failed', { cause: new Error(reason) })
  }
  const compiler = findPdfCompiler()
  const start = () =>
    new Worker(new URL('./pdf/worker.mjs', import.meta.url), {
      workerData: {
        typst: compiler,
        template: fileURLToPath(new URL('./pdf/plan.typ', import.meta.url)),
        fonts: fontPaths(),
      },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
  const thread = createJobThread<Job, Answer>({ start, mostWaiting, timeoutMs, idleMs, failed })
  return {
    async print(tree, standard) {
      if (compiler === null) throw new AppError('pdf-unavailable')
      const answer = await thread.run(() => ({
        data: pdfData(tree, pdfGlyphs()),
        standard,
        createdAtMs: Date.parse(tree.meta.generatedAtIso),
      }))
      if (answer.kind === 'failed') throw failed(answer.reason)
      for (const warning of answer.warnings) onProblem(warning)
      return answer.pdf
    },
    close: () => thread.close(),
  }
}
