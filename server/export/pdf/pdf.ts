import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type { DocumentTree } from '../document/document-tree.ts'
import { pdfData } from './pdf-data.ts'
import { fontPaths, pdfGlyphs, rareFontPaths } from './pdf-fonts.ts'

/** PDF/UA-1 for reading, PDF/A-2a for archiving; the library supports one standard per file. */
export type PdfStandard = 'ua-1' | 'a-2a'

export type PdfPrinter = {
  /** Throws an Error with Typst's diagnostics for a document that it can't print. */
  print(tree: DocumentTree, standard: PdfStandard): Uint8Array
}

export type PdfPrinterOptions = {
  /** Path of the compiler for this machine. */
  compiler: string
  /** Path of the page design. */
  template: string
  /** Receives Typst's warnings: the file is made all the same. */
  onWarning?(warning: string): void
}

/** As far as we use it. */
type Compiler = {
  compile(given: { mainFileContent: string; inputs: Record<string, string> }): {
    result: unknown
    hasError(): boolean
    takeDiagnostics(): unknown
    takeWarnings?(): unknown
  }
  pdf(result: unknown, options: { pdfStandard: PdfStandard; creationTimestamp: number }): Uint8Array
  fetchDiagnostics(diagnostics: unknown): { message: string }[]
  evictCache(generations: number): void
  /** Gives it a file under a path. */
  mapShadow(path: string, content: Buffer): void
  resetShadow(): void
}

/** Typst's cache is cleared after this many documents: a long plan holds hundreds of megabytes. */
const keptGenerations = 2

/**
 * Prints with Typst. It computes without yielding, so the server runs this in a process of its own.
 */
export function createPdfPrinter({
  compiler,
  template,
  onWarning = () => {},
}: PdfPrinterOptions): PdfPrinter {
  let design: string | null = null
  const compilers = new Map<string, Compiler>()
  const compilerWith = (families: readonly string[]): Compiler => {
    const key = families.join()
    const typst = compilers.get(key) ?? load(compiler, families.flatMap(rareFontPaths))
    compilers.set(key, typst)
    return typst
  }
  return {
    print(tree, standard) {
      design ??= readFileSync(template, 'utf8')
      const { json, families, pictures } = pdfData(tree, pdfGlyphs())
      const typst = compilerWith(families)
      try {
        // It looks in the folder of the process, where no file of such a name is.
        for (const { name, bytes } of pictures) typst.mapShadow(resolve(name), Buffer.from(bytes))
        const compiled = typst.compile({
          mainFileContent: design,
          inputs: { data: json },
        })
        const told = (diagnostics: unknown) =>
          typst.fetchDiagnostics(diagnostics).map(({ message }) => message)
        if (compiled.hasError()) throw new Error(told(compiled.takeDiagnostics()).join('; '))
        const pdf = typst.pdf(compiled.result, {
          pdfStandard: standard,
          creationTimestamp: Math.floor(Date.parse(tree.meta.generatedAtIso) / 1000),
        })
        const warnings = compiled.takeWarnings?.() ?? null
        if (warnings !== null) for (const warning of told(warnings)) onWarning(warning)
        return new Uint8Array(pdf)
      } finally {
        typst.resetShadow()
        typst.evictCache(keptGenerations)
      }
    },
  }
}

function load(path: string, rareFonts: readonly string[]): Compiler {
  const { NodeCompiler } = createRequire(import.meta.url)(path) as {
    NodeCompiler: { create(options: object): Compiler }
  }
  return NodeCompiler.create({
    fontArgs: [
      { fontPaths: [] },
      { fontBlobs: [...fontPaths(), ...rareFonts].map((font) => readFileSync(font)) },
    ],
  })
}
