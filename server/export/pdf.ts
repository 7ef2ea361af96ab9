import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'
import type { DocumentTree } from './document-tree.ts'
import { pdfData } from './pdf-data.ts'
import { fontPaths, pdfGlyphs } from './pdf-fonts.ts'

/** PDF/UA-1 for who reads it, PDF/A-2a for who keeps it; the library makes one of both at a time. */
export type PdfStandard = 'ua-1' | 'a-2a'

export type PdfPrinter = {
  print(tree: DocumentTree, standard: PdfStandard): Promise<Uint8Array>
  close(): Promise<void>
}

type Answer = { kind: 'done'; pdf: Uint8Array; warnings: string[] } | { kind: 'failed'; reason: string }
type Job = { data: string; standard: PdfStandard; createdAtMs: number; resolve(pdf: Uint8Array): void; reject(error: Error): void }

/** More than this many wait no longer: nobody sits through it, and each holds a whole plan. */
const mostWaiting = 20
/** Kept warm this long after the last document, then its memory is given back. */
const defaultIdleMs = 60_000
const defaultTimeoutMs = 20_000

export type PdfOptions = { timeoutMs?: number; idleMs?: number; onProblem?(reason: string): void }

/** Prints with Typst in one worker, a document at a time: the server goes on answering, and a document that hangs is ended. */
export function createPdfPrinter({ timeoutMs = defaultTimeoutMs, idleMs = defaultIdleMs, onProblem = () => {} }: PdfOptions = {}): PdfPrinter {
  const waiting: Job[] = []
  let worker: Worker | null = null
  let running: Job | null = null
  let timer: NodeJS.Timeout | undefined

  async function stop(): Promise<void> {
    clearTimeout(timer)
    const stopped = worker
    worker = null
    await stopped?.terminate()
  }

  function finish(settle: (job: Job) => void): void {
    const job = running
    running = null
    clearTimeout(timer)
    if (job !== null) settle(job)
    next()
  }

  function fail(reason: string): void {
    onProblem(reason)
    finish((job) => job.reject(new AppError('export-failed', { cause: new Error(reason) })))
  }

  function start(): Worker {
    const started = new Worker(new URL('./pdf/worker.mjs', import.meta.url), {
      workerData: { typst: typstPath(), template: fileURLToPath(new URL('./pdf/plan.typ', import.meta.url)), fonts: fontPaths() },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    started.unref()
    started.on('message', (answer: Answer) => {
      if (answer.kind === 'failed') return fail(answer.reason)
      for (const warning of answer.warnings) onProblem(warning)
      finish((job) => job.resolve(answer.pdf))
    })
    started.on('error', (error) => {
      if (worker === started) worker = null
      fail(error.message)
    })
    return started
  }

  function next(): void {
    if (running !== null) return
    running = waiting.shift() ?? null
    if (running === null) {
      timer = setTimeout(() => void stop(), idleMs)
      timer.unref()
      return
    }
    clearTimeout(timer)
    try {
      worker ??= start()
    } catch (error) {
      return fail(error instanceof Error ? error.message : 'unknown')
    }
    const { data, standard, createdAtMs } = running
    timer = setTimeout(() => {
      void stop()
      fail(`not finished after ${timeoutMs} ms`)
    }, timeoutMs)
    worker.postMessage({ data, standard, createdAtMs })
  }

  return {
    print(tree, standard) {
      if (typstPath() === null) return Promise.reject(new AppError('pdf-unavailable'))
      if (waiting.length >= mostWaiting) return Promise.reject(new AppError('too-many'))
      const data = pdfData(tree, pdfGlyphs())
      return new Promise((resolve, reject) => {
        waiting.push({ data, standard, createdAtMs: Date.parse(tree.meta.generatedAtIso), resolve, reject })
        next()
      })
    },
    async close() {
      const open = running === null ? waiting.splice(0) : [running, ...waiting.splice(0)]
      running = null
      for (const job of open) job.reject(new AppError('unavailable'))
      await stop()
    },
  }
}

/** The platform package itself: its wrapper cannot be locked. Null where there is none for this machine. */
function typstPath(): string | null {
  const require = createRequire(import.meta.url)
  try {
    return require.resolve(`@myriaddreamin/typst-ts-node-compiler-${process.platform}-${process.arch}-gnu`)
  } catch {
    return null
  }
}
