import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'
import { createFileWriter } from './export.ts'
import type { FileAnswer, FileJob, FileThreadData } from './file-maker.ts'
import { createPdfPrinter } from './pdf.ts'

/** The thread that makes files; `npm run build` puts it beside the server as `file-thread.js`. */
const port = parentPort
if (port === null) throw new Error('This file is started as a thread.')

const { compiler, template }: FileThreadData = workerData
let warnings: string[] = []
const writer = createFileWriter({
  pdf:
    compiler === null
      ? null
      : createPdfPrinter({ compiler, template, onWarning: (warning) => warnings.push(warning) }),
})

port.on('message', async (job: FileJob) => {
  const { answer, transfer } = await answerOf(job)
  port.postMessage(answer, transfer)
})

async function answerOf({ kind, input, attachments }: FileJob): Promise<{
  answer: FileAnswer
  transfer: ArrayBuffer[]
}> {
  warnings = []
  try {
    const bytes = owned(await writer.write(kind, { ...JSON.parse(input), attachments }))
    return { answer: { kind: 'made', bytes, warnings }, transfer: [bytes.buffer] }
  } catch (error) {
    return { answer: refusalOf(error), transfer: [] }
  }
}

function refusalOf(error: unknown): FileAnswer {
  if (error instanceof AppError) return { kind: 'refused', code: error.code }
  // A text longer than a string can be, or nesting deeper than the stack.
  if (error instanceof RangeError) return { kind: 'refused', code: 'file-too-heavy' }
  const reason = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', reason: reason.slice(0, 2000) }
}

/** Handed over and not copied; a piece of a larger buffer is copied first, or all of that would go along. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes)
}
