import { fileURLToPath } from 'node:url'
import { createPdfPrinter, type PdfPrinter } from '#server/export/pdf/pdf.ts'
import { findPdfCompiler } from '#server/export/pdf/pdf-compiler.ts'

/** Prints in this process instead of a process of its own. */
export function testPrinter(onWarning: (warning: string) => void = () => {}): PdfPrinter {
  const compiler = findPdfCompiler()
  if (compiler === null) throw new Error('There is no compiler for this machine.')
  const template = fileURLToPath(new URL('../../server/export/pdf/plan.typ', import.meta.url))
  return createPdfPrinter({ compiler, template, onWarning })
}
