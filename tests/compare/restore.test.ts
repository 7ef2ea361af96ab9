import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPlanUndo, localOrigin } from '#client/sync/session/undo.ts'
import { canonicalJson } from '#server/plans/versions/seal.ts'
import { joined } from '#shared/compare/compare-inline.ts'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import type { Difference } from '#shared/compare/differences.ts'
import { type Chosen, restoreFrom } from '#shared/compare/restore-from.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import type { PlanContent, PlanInput } from '#shared/plan/content.ts'
import { assembleTables, readPlan } from '#shared/plan/read.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import type { RichDoc, RichNode } from '#shared/richtext/rich-doc.ts'
import { type EditKind, edits } from '../fuzz/plan-edits.ts'
import { Random } from '../support/random.ts'
import { applied } from './applied.ts'

const json = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const plans = ['kraaienveen', 'broekerveld', 'meerpalen'].map((name) => {
  const { body } = json(`../fixtures/plans/${name}.json`) as {
    body: PlanInput & { format: string }
  }
  const { format: id, ...input } = body
  return { name, format: FormatSchema.parse(json(`../../shared/formats/${id}.json`)), input }
})
const at = { epoch: 'e', seq: 1 }
const book = { fresh: () => '<nieuw>', typed() {}, touched() {}, deleted() {} }

function open(format: Format, input: PlanInput) {
  let made = 0
  const freshId = () => `n${made++}`
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedPlan(format, input, freshId))
  const edit = (random: Random, count: number) => {
    for (let i = 0; i < count; i++) {
      const kind = random.pick(Object.keys(edits) as EditKind[]) ?? 'type'
      doc.transact(() => edits[kind]({ doc, format, random, book, freshId }))
    }
  }
  const read = () => settledPlan(readPlan(doc, format, at))
  const restore = (version: PlanContent, chosen: Chosen) =>
    doc.transact(() => restoreFrom(doc, format, { version, chosen }), localOrigin)
  return { doc, edit, read, restore }
}

/** Text that is split over fewer or more nodes counts as equal. */
function settledPlan(content: PlanContent): PlanContent {
  const text = (node: RichNode): RichNode =>
    node.content === undefined ? node : { ...node, content: joined(node.content.map(text)) }
  const cell = (value: unknown) =>
    typeof value === 'object' && value !== null ? text(value as RichNode) : value
  return {
    ...content,
    fields: Object.fromEntries(
      Object.entries(content.fields).map(([id, doc]) => [id, text(doc) as RichDoc]),
    ),
    tables: Object.fromEntries(
      Object.entries(content.tables).map(([id, rows]) => [
        id,
        rows.map(
          (row) =>
            Object.fromEntries(
              Object.entries(row).map(([key, value]) => [key, cell(value)]),
            ) as typeof row,
        ),
      ]),
    ),
  }
}
/** As storage returns it: keys in another order. */
const frozen = (content: PlanContent) =>
  JSON.parse(canonicalJson(content).toString()) as PlanContent
const bare = ({ values, fields, tables, totals }: PlanContent) => ({
  values,
  fields,
  tables,
  totals,
})

describe.each(plans)('$name', { timeout: 60_000 }, ({ format, input }) => {
  const seeds = Array.from({ length: 12 }, (_, seed) => seed)

  it('the differences that are shown, applied to the old version, give the new one, totals and all', () => {
    for (const seed of seeds) {
      const { edit, read } = open(format, input)
      const random = new Random(seed)
      edit(random, random.below(10))
      const old = frozen(read())
      edit(random, random.below(30))
      const changed = read()
      const comparison = comparePlans(old, changed, format)
      const result = applied(old, comparison, format)
      expect({ ...result, ...assembleTables(format, result.tables) }, `seed ${seed}`).toEqual(
        bare(changed),
      )
      for (const { table, column, group, old: was, new: is } of comparison.sections.flatMap(
        (section) => section.totals,
      )) {
        const sum = (content: PlanContent) =>
          (group === null
            ? content.totals[table]?.columns[column]?.total
            : content.totals[table]?.columns[column]?.groups[group]) ?? null
        expect([was, is], `seed ${seed}`).toEqual([sum(old), sum(changed)])
      }
    }
  })

  it('a version that is put back is the plan again, and taken back it is what it was', () => {
    for (const seed of seeds) {
      const { doc, edit, read, restore } = open(format, input)
      const random = new Random(1000 + seed)
      edit(random, random.below(10))
      const version = frozen(read())
      edit(random, 1 + random.below(30))
      const before = read()
      const undo = createPlanUndo(doc, format)
      restore(version, { kind: 'all' })
      expect(bare(read()), `seed ${seed}`).toEqual(bare(version))
      undo.undo()
      expect(bare(read()), `undo of seed ${seed}`).toEqual(bare(before))
      undo.destroy()
    }
  })

  it('one part that is put back is as it was, and nothing else changes', () => {
    for (const seed of seeds.slice(0, 4)) {
      const { edit, read, restore } = open(format, input)
      const random = new Random(2000 + seed)
      const version = frozen(read())
      edit(random, 15)
      for (;;) {
        const differences = comparePlans(version, read(), format).sections.flatMap(
          (section) => section.differences,
        )
        // Two swapped rows can be read as a move of either one.
        const part = differences.find(
          (difference) => difference.kind === 'field' || !difference.isMoved,
        )
        if (part === undefined) break
        restore(version, { kind: 'difference', id: part.id })
        const left = comparePlans(version, read(), format).sections.flatMap(
          (section) => section.differences,
        )
        // A row that is put back follows the row that it followed, also where that one was moved to.
        const isOnlyMoved = (one: Difference) =>
          one.kind === 'row' && one.isMoved && one.change === 'kept' && one.cells.length === 0
        expect(
          left.filter((one) => !isOnlyMoved(one)).map(({ id }) => id),
          `seed ${seed}, ${part.id}`,
        ).not.toContain(part.id)
        const fields = (of: readonly Difference[]) =>
          of.filter((difference) => difference.kind === 'field' && difference.id !== part.id)
        expect(fields(left), `seed ${seed}, ${part.id}`).toEqual(fields(differences))
      }
    }
  })
})
