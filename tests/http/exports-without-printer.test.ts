import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, TestInstallation } from './installation.ts'

describe('a server that can not print', () => {
  let test: TestInstallation
  let coordinator: Person
  let planId: string
  beforeAll(async () => {
    test = await TestInstallation.open({}, undefined, { pdfCompiler: null })
    coordinator = await test.person('Coor')
    planId = await coordinator.createPlan()
  })
  afterAll(() => test.close())

  it('says which kinds of file it makes, and refuses a PDF with what to choose instead', async () => {
    const { kinds } = await coordinator.get<{ kinds: string[] }>('/api/export-kinds')
    expect(kinds).toContain('docx')
    expect(kinds).not.toContain('pdf')
    expect(await coordinator.refusal('GET', `/api/plans/${planId}/export.pdf`)).toBe(
      '501 pdf-unavailable',
    )
    expect((await coordinator.ask('GET', `/api/plans/${planId}/export.zip`)).status).toBe(200)
  })
})
