import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { exportDocx } from '#server/export/export.ts'
import { createFileReader } from '#server/import/file-reader.ts'
import { createImporter } from '#server/import/importer.ts'
import { restoreFrom } from '#shared/compare/restore-from.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import { emptyPlan } from '#shared/import/empty-plan.ts'
import type { ImportResult } from '#shared/import/import-result.ts'
import { acceptedInput, isRemoval, proposeImport } from '#shared/import/propose.ts'
import type { PlanInput } from '#shared/plan/content.ts'
import { readPlan } from '#shared/plan/read.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { summarize } from '#shared/plan/summary.ts'
import { type EditKind, edits } from '../fuzz/plan-edits.ts'
import { Random } from '../support/random.ts'

const someone = { person: 'iemand' }
const json = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const plans = ['kraaienveen', 'broekerveld', 'meerpalen'].map((name) => {
  const { body } = json(`../fixtures/plans/${name}.json`) as {
    body: PlanInput & { format: string }
  }
  const { format: id, ...input } = body
  return { name, format: FormatSchema.parse(json(`../../shared/formats/${id}.json`)), input }
})

let made = 0
const freshId = () => `n${made++}`
const importer = createImporter(createFileReader(), freshId)
afterAll(() => importer.close())
const book = { fresh: () => '<nieuw>', typed() {}, touched() {}, deleted() {} }

function open(format: Format, input: PlanInput) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedPlan(format, input, freshId))
  const read = () => readPlan(doc, format, { epoch: 'e', seq: 1 })
  const propose = (found: ImportResult) => proposeImport(found, read(), format)
  const accept = (found: ImportResult, isTaken: (id: string, index: number) => boolean) => {
    const { target, comparison } = propose(found)
    const differences = comparison.sections.flatMap((section) => section.differences)
    const ids = new Set(differences.map(({ id }) => id).filter(isTaken))
    doc.transact(() =>
      restoreFrom(doc, format, { version: target, chosen: { kind: 'differences', ids } }),
    )
    return { ids, differences }
  }
  return { doc, read, propose, accept }
}

describe.each(plans)('$name', { timeout: 120_000 }, ({ format, input }) => {
  /** Edits of another person to the plan, as the resulting Word file. */
  async function changedFile(seed: number): Promise<ImportResult> {
    const other = open(format, input)
    const random = new Random(seed)
    for (let count = 0; count < 15; count += 1) {
      const kind = random.pick(Object.keys(edits) as EditKind[]) ?? 'type'
      other.doc.transact(() => edits[kind]({ doc: other.doc, format, random, book, freshId }))
    }
    const content = other.read()
    const options = {
      guidance: false,
      untouchedPresets: false,
      title: summarize(content, format).title,
      status: 'Concept',
      generatedAt: '2026-03-09T13:05:00Z',
      seq: 1,
    }
    return importer.read(await exportDocx(content, format, options), format, someone)
  }
  const seeds = [1, 2]

  it.each(seeds)(
    'a proposal that is accepted as a whole has nothing left to accept (seed %i)',
    async (seed) => {
      const found = await changedFile(seed)
      const plan = open(format, input)
      expect(plan.accept(found, () => true).differences.length).toBeGreaterThan(2)
      const { comparison } = plan.propose(found)
      expect(comparison.summary.text).toBe('Geen verschillen')
      expect(plan.read().problems).toEqual([])
    },
  )

  it.each(seeds)(
    'a change that is not accepted leaves the plan as it was (seed %i)',
    async (seed) => {
      const found = await changedFile(seed)
      const plan = open(format, input)
      const before = plan.read()
      const { ids, differences } = plan.accept(found, (_, index) => index % 2 === 0)
      const after = plan.read()
      for (const difference of differences.filter(({ id }) => !ids.has(id))) {
        if (difference.kind === 'row') {
          const row = (content: typeof before) =>
            content.tables[difference.table]?.find((candidate) => candidate.id === difference.row)
          // The amount of a line may depend on a group that another difference changed.
          expect(row(after)?.['description'] ?? null).toEqual(row(before)?.['description'] ?? null)
        } else
          expect([
            difference.id,
            after.values[difference.target.field ?? ''],
            after.fields[difference.target.field ?? ''],
          ]).toEqual([
            difference.id,
            before.values[difference.target.field ?? ''],
            before.fields[difference.target.field ?? ''],
          ])
      }
    },
  )

  it('a plan made of the file holds what the file says', async () => {
    const found = await changedFile(5)
    const empty = emptyPlan(format)
    const proposal = proposeImport(found, empty, format)
    const differences = proposal.comparison.sections.flatMap((section) => section.differences)
    const ids = new Set(
      differences.filter((difference) => !isRemoval(difference)).map(({ id }) => id),
    )
    const plan = open(format, acceptedInput(proposal, empty, { format, ids }))
    expect(plan.propose(found).comparison.summary.text).toBe('Geen verschillen')
    expect(plan.read().totals).toEqual(proposal.target.totals)
  })
})
