import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/** The office programs of a receiver. */

const run = promisify(execFile)

export const isInstalled = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

/** Every sheet as a file of its own, with raw numbers instead of formatted ones. */
const everySheet = 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1'
const conversions = {
  text: 'txt:Text (encoded):UTF8',
  sheets: everySheet,
  pdf: 'pdf',
  docx: 'docx:MS Word 2007 XML',
  odt: 'odt:writer8',
  ods: 'ods:calc8',
  xlsx: 'xlsx:Calc MS Excel 2007 XML',
} as const

/** A folder with its own LibreOffice profile. Starting takes seconds, so pass many files at once. */
export class Office {
  readonly folder: string
  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(): Promise<Office> {
    const folder = await mkdtemp(join(tmpdir(), 'wijktafel-office-'))
    await mkdir(join(folder, 'profile', 'user'), { recursive: true })
    await writeFile(join(folder, 'profile', 'user', 'registrymodifications.xcu'), alwaysRecalculate)
    return new Office(folder)
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async put(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(this.folder, name)
    await writeFile(path, bytes)
    return path
  }

  read(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8')
  }

  async convert(
    names: readonly string[],
    to: keyof typeof conversions,
    into = this.folder,
  ): Promise<void> {
    const profile = `-env:UserInstallation=${pathToFileURL(join(this.folder, 'profile')).href}`
    await run(
      'soffice',
      [
        profile,
        '--headless',
        '--convert-to',
        conversions[to],
        '--outdir',
        into,
        ...names.map((name) => join(this.folder, name)),
      ],
      {
        timeout: 110_000,
        maxBuffer: 10_000_000,
      },
    )
  }
}

const always = (property: string) =>
  `<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="${property}" oor:op="fuse"><value>0</value></prop></item>`
/** Forces a recalculation; otherwise the stored results would be shown and the test would prove nothing. */
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${always('OOXMLRecalcMode')}${always('ODFRecalcMode')}</oor:items>`

/** The cells of a CSV file with semicolons. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  const clean = text.replace(/^\ufeff/, '')
  for (let at = 0; at < clean.length; at += 1) {
    const letter = clean[at]
    if (isQuoted && letter === '"' && clean[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (letter === '"') isQuoted = !isQuoted
    else if (!isQuoted && (letter === ';' || letter === '\n')) {
      rows.at(-1)?.push(cell.replace(/\r$/, ''))
      cell = ''
      if (letter === '\n') rows.push([])
    } else cell += letter
  }
  rows.at(-1)?.push(cell)
  return rows.filter((row) => row.some((value) => value !== ''))
}
