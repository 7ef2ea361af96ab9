import { readFileSync, writeFileSync } from 'node:fs'
import * as Y from 'yjs'
import { FormatSchema } from '#shared/format/schema.ts'
import { readPlan } from '#shared/plan/read.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { exportDocx } from './export.ts'

const json = (p: string) => JSON.parse(readFileSync(p, 'utf8'))
for (const name of ['broekerveld', 'kraaienveen', 'meerpalen']) {
  const plan = json(`tests/fixtures/plans/${name}.json`)
  const format = FormatSchema.parse(json(`shared/formats/${plan.body.format}.json`))
  const { format: _, ...input } = plan.body
  let n = 0
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedPlan(format, input, () => `row${String(n++).padStart(5, '0')}`),
  )
  const content = readPlan(doc, format, { epoch: 'e', seq: 42 })
  console.log(name, content.problems.length)
  for (const guidance of [false, true])
    writeFileSync(
      `/tmp/look/${name}${guidance ? '-g' : ''}.docx`,
      await exportDocx(content, format, { guidance, untouchedPresets: false, title: plan.title, status: 'Concept', generatedAt: '2026-03-09T13:05:00Z', seq: 42 }),
    )
}
