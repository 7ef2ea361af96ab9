import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { exportKindNames } from '#shared/export-formats.ts'
import type { Row } from '#shared/plan/content.ts'
import { extremePlans } from '#tests/support/extreme-plans.ts'
import { examplePlan, options, planContent, readFormat } from '#tests/support/sample-plans.ts'
import type { ExportInput } from './export.ts'
import { createFileMaker, type FileMakerOptions } from './file-maker.ts'

const processesFolder = fileURLToPath(new URL('../../.cache/processes', import.meta.url))
const someone = { person: 'iemand' }
const open = (more: Partial<FileMakerOptions> = {}) => createFileMaker({ processesFolder, ...more })

function inputOf(name: string): ExportInput {
  const { content, format, title } = extremePlans()[name] ?? examplePlan(name)
  return { content, format, options: { ...options, title } }
}

function manyRows(count: number): ExportInput {
  const format = readFormat('medrie-wijkplan')
  const budget = Array.from(
    { length: count },
    (_, at): Row => ({
      id: `regel${at}`,
      group: 'netwerk',
      description: `Regel ${at} over overleg in de wijk`,
      quantityHundredths: 1250,
      rateCents: 7500,
    }),
  )
  return {
    content: planContent(format, { values: { wijk: 'Groot' }, tables: { budget } }),
    format,
    options,
  }
}

describe('files are made in a process', () => {
  const maker = open()
  afterAll(() => maker.close())

  test.each(exportKindNames)('%s', async (kind) => {
    const bytes = await maker.write(kind, inputOf('kraaienveen'), someone)
    expect(bytes.byteLength).toBeGreaterThan(500)
  })

  test('and the server goes on with others meanwhile', async () => {
    let turns = 0
    let isDone = false
    const turn = () => {
      turns += 1
      if (!isDone) setTimeout(turn, 1)
    }
    const made = maker.write('docx', inputOf('60 bladzijden'), someone)
    turn()
    await made
    isDone = true
    expect(turns).toBeGreaterThan(10)
  })

  test('a refusal there is the same refusal here', async () => {
    await expect(
      maker.write('csv', { ...inputOf('kraaienveen'), table: 'weg' }, someone),
    ).rejects.toMatchObject({ code: 'target-unknown' })
  })

  test('a file that can’t be made is a problem for the operator, and the next file is made', async () => {
    const problems: string[] = []
    const telling = open({ onProblem: (reason) => problems.push(reason) })
    const input = inputOf('kraaienveen')
    const broken = { ...input, content: { ...input.content, tables: null as never } }
    await expect(telling.write('xlsx', broken, someone)).rejects.toMatchObject({
      code: 'export-failed',
    })
    expect(problems).toHaveLength(1)
    await expect(telling.write('md', input, someone)).resolves.toBeInstanceOf(Uint8Array)
    await telling.close()
  })
})

test('a file that takes too long is ended, with what to do (limit fileMs)', async () => {
  const problems: string[] = []
  const hasty = open({ timeoutMs: 1, onProblem: (reason) => problems.push(reason) })
  await expect(hasty.write('docx', inputOf('60 bladzijden'), someone)).rejects.toMatchObject({
    code: 'file-too-slow',
    limit: 'fileMs',
  })
  expect(problems).toEqual(['not finished after 1 ms'])
  await hasty.close()
})

test('a file that takes too much is ended, and the next one is made (limit fileMemoryMb)', async () => {
  const small = open({ memoryMb: 40 })
  await expect(small.write('docx', manyRows(4000), someone)).rejects.toMatchObject({
    code: 'file-too-heavy',
    limit: 'fileMemoryMb',
  })
  await expect(small.write('csv', manyRows(4000), someone)).resolves.toBeInstanceOf(Uint8Array)
  await small.close()
}, 60_000)

describe('a machine that cannot print', () => {
  const maker = open({ compiler: null })
  afterAll(() => maker.close())

  test('says so, and makes everything else', async () => {
    expect([...exportKindNames].filter((kind) => !maker.kinds.has(kind))).toEqual(['pdf'])
    await expect(maker.write('pdf', inputOf('kraaienveen'), someone)).rejects.toMatchObject({
      code: 'pdf-unavailable',
    })
    await expect(maker.write('docx', inputOf('kraaienveen'), someone)).resolves.toBeTruthy()
  })

  test('makes an archive that tells what is missing', async () => {
    const { default: JSZip } = await import('jszip')
    const zip = await JSZip.loadAsync(await maker.write('zip', inputOf('kraaienveen'), someone))
    expect(Object.keys(zip.files).filter((name) => name.endsWith('.pdf'))).toEqual([])
    expect(await zip.file('LEESMIJ.txt')?.async('string')).toContain('geen pdf')
  })
})
