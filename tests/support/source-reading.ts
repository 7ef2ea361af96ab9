import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFileReader } from '#server/import/file-reader.ts'
import { createImporter } from '#server/import/importer.ts'
import { proposeImport } from '#shared/import/propose.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { Office } from './office.ts'
import { planContent, readFormat } from './sample-plans.ts'

const someone = { person: 'iemand' }
const formats = ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'].map(readFormat)

/** Reads files as a form that fits them; the caller closes it. */
export function sourceReader() {
  let made = 0
  const importer = createImporter(createFileReader(), () => {
    made += 1
    return `rij${made}`
  })
  return {
    async read(bytes: Uint8Array) {
      const { format, found } = await importer.recognize(bytes, formats, someone)
      const { target, unplaced } = proposeImport(found, planContent(format, { values: {} }), format)
      const words = (id: string) => plainText(target.fields[id] as RichNode)
      return { format: format.id, target, unplaced, notices: found.notices, words }
    },
    close: () => importer.close(),
  }
}

/** The same form after it was opened and saved in LibreOffice. */
export async function resaved(bytes: Uint8Array): Promise<Uint8Array> {
  const office = await Office.open()
  try {
    await office.put('formulier.docx', bytes)
    await office.convert(['formulier.docx'], 'docx', join(office.folder, 'opnieuw'))
    return new Uint8Array(await readFile(join(office.folder, 'opnieuw', 'formulier.docx')))
  } finally {
    await office.close()
  }
}

/** Ids of new rows differ in each import. */
export const withoutIds = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replace(/"rij\d+"/g, '"rij"'))
