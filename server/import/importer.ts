import type { Asker } from '#server/job-pool.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { type ImportResult, isNothing } from '#shared/import/import-result.ts'
import type { ReadFile } from './file.ts'
import type { FileReader } from './file-reader.ts'
import { fitOf, readForm } from './form/read-form.ts'
import { readSheets } from './read-sheets.ts'

/** A document below this score shares a few words with a form, but does not follow it. */
const leastFit = 6

export type Importer = {
  /** The content of a file in the terms of this form. Rejects with `import-…`. */
  read(bytes: Uint8Array, format: Format, asker: Asker): Promise<ImportResult>
  /** The same for a filled form that follows any of these forms. */
  recognize(
    bytes: Uint8Array,
    formats: readonly Format[],
    asker: Asker,
  ): Promise<{ format: Format; found: ImportResult }>
  close(): Promise<void>
}

export function createImporter(reader: FileReader, newRowId: () => string): Importer {
  return {
    async read(bytes, format, asker) {
      return foundIn(await reader.read(bytes, asker), format, newRowId)
    },
    async recognize(bytes, formats, asker) {
      const file = await reader.read(bytes, asker)
      if (file.kind !== 'document') throw new AppError('import-no-form')
      const best = formats
        .map((format) => ({ format, fit: fitOf(file.blocks, format) }))
        .reduce<{ format: Format; fit: number } | null>(
          (most, candidate) => (most !== null && most.fit >= candidate.fit ? most : candidate),
          null,
        )
      if (best === null || best.fit < leastFit) throw new AppError('import-unrecognized')
      return { format: best.format, found: foundIn(file, best.format, newRowId) }
    },
    close: () => reader.close(),
  }
}

function foundIn(file: ReadFile, format: Format, newRowId: () => string): ImportResult {
  const found =
    file.kind === 'document' ? readForm(file, format, newRowId) : readSheets(file, format, newRowId)
  if (isNothing(found)) throw new AppError('import-unrecognized')
  return { ...found, notices: [...file.notices, ...found.notices] }
}
