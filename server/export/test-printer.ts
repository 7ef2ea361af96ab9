import { fileURLToPath } from 'node:url'
import { createPdfPrinter, type PdfPrinter } from './pdf.ts'
import { findPdfCompiler } from './pdf-compiler.ts'

/** For tests: prints here and not in a process of its own. */
export function testPrinter(onWarning: (warning: string) => void = () => {}): PdfPrinter {
  const compiler = findPdfCompiler()
  if (compiler === null) throw new Error('There is no compiler for this machine.')
  const template = fileURLToPath(new URL('./pdf/plan.typ', import.meta.url))
  return createPdfPrinter({ compiler, template, onWarning })
}
