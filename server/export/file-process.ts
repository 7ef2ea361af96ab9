import { AppError } from '#shared/errors.ts'
import { createFileWriter } from './export.ts'
import type { FileAnswer, FileJob, FileProcessSettings } from './file-maker.ts'
import { createPdfPrinter } from './pdf/pdf.ts'

/**
 * The process that makes files; `npm run build` puts it beside the server as `file-process.js`. A
 * thread would not do: Typst's memory for a large plan (hundreds of megabytes) is not released when
 * a thread ends, and Typst can't be interrupted.
 */
const { compiler, template }: FileProcessSettings = JSON.parse(process.argv[2] ?? '{}')
let warnings: string[] = []
const writer = createFileWriter({
  pdf:
    compiler === null
      ? null
      : createPdfPrinter({ compiler, template, onWarning: (warning) => warnings.push(warning) }),
})

process.on('message', async (job: FileJob) => {
  process.send?.(await answerOf(job))
})
// The server has exited, so nobody waits.
process.on('disconnect', () => process.exit())

async function answerOf({ kind, input, attachments, pictures }: FileJob): Promise<FileAnswer> {
  warnings = []
  try {
    const given = { ...JSON.parse(input), attachments, pictures }
    const bytes = kind === 'page' ? writer.page(given) : await writer.write(kind, given)
    return { kind: 'made', bytes, warnings }
  } catch (error) {
    return refusalOf(error)
  }
}

function refusalOf(error: unknown): FileAnswer {
  if (error instanceof AppError) return { kind: 'refused', code: error.code }
  // A text longer than a string can be, or nesting deeper than the stack.
  if (error instanceof RangeError) return { kind: 'refused', code: 'file-too-heavy' }
  const reason = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', reason: reason.slice(0, 2000) }
}
