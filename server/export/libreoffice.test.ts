import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportDocx } from './export.ts'
import { exampleNames, examplePlan, options } from './test-plans.ts'

const run = promisify(execFile)
const isInstalled = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'soffice')))

// Skipped only where LibreOffice is not installed: then nothing on the machine can open the file.
describe.skipIf(!isInstalled)('LibreOffice opens the Word documents', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-export-'))
    for (const name of exampleNames) {
      const { title, format, content } = examplePlan(name)
      await writeFile(join(folder, `${name}.docx`), await exportDocx(content, format, { ...options, title }))
    }
    const files = exampleNames.map((name) => join(folder, `${name}.docx`))
    await run('soffice', [`-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`, '--headless', '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder, ...files], {
      timeout: 110_000,
    })
  }, 120_000)
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

  test.each([
    ['kraaienveen', ['Wijkplan Kraaienveen', 'Thema 1: Eenzaamheid en zingeving', 'Totaal', '€\u00a019.222,60']],
    ['broekerveld', ['1. Huidige situatie in de wijksamenwerking', '7. Checklist', 'nvt', 'Totale kosten', '€\u00a015.257,20']],
    ['meerpalen', ['Speerpunt 1:', '€\u00a028.398,72', '€\u00a024.144,27', 'Saldo: €\u00a04.254,45']],
  ])('%s, with its words and amounts', async (name, expected) => {
    const text = await readFile(join(folder, `${name}.txt`), 'utf8')
    for (const words of expected) expect(text).toContain(words)
  })
})
