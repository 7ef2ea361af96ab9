import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { linesOfActivity } from '#server/plans/activity-lines.ts'
import { canonicalJson, canonicalJsonInSteps } from '#server/plans/versions/seal.ts'
import type { PlanActivityTable } from '#server/storage/tables/activity.ts'
import { comparePlansInSteps } from '#shared/compare/compare-plans.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import hechtJson from '#shared/formats/hecht-wijkverband.json' with { type: 'json' }
import medrieJson from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { initialOrder } from '#shared/order.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { orderCell, tableRows } from '#shared/plan/layout.ts'
import { findProblemsInSteps } from '#shared/plan/problems.ts'
import { readPlanInSteps } from '#shared/plan/read.ts'
import { readParts } from '#shared/plan/read-parts.ts'
import { atOnce, type Steps } from '#shared/steps.ts'

const medrie = FormatSchema.parse(medrieJson)
const hecht = FormatSchema.parse(hechtJson)
const at = { epoch: 'e', seq: 1 }

/** Budget lines, each in the group of a theme of its own, and these themes. */
function planOf(rows: number): Y.Doc {
  const doc = new Y.Doc()
  const keys = initialOrder(rows)
  doc.transact(() => {
    for (let i = 0; i < rows; i++) {
      const [line, theme] = [new Y.Map<unknown>(), new Y.Map<unknown>()]
      tableRows(doc, 'budget').set(`line-${i}`, line)
      tableRows(doc, 'themes').set(`theme-${i}`, theme)
      for (const cells of [line, theme]) cells.set(orderCell, keys[i])
      theme.set('title', `Thema ${i}`)
      line.set('group', `theme-${i}`)
      line.set('description', `Regel ${i} van de begroting`)
      line.set('amountCents', 100 + i)
    }
  })
  return doc
}

const contentOf = (rows: number, format: Format = medrie): PlanContent =>
  atOnce(readPlanInSteps(planOf(rows), format, at))

function activityOf(rows: number): PlanActivityTable[] {
  return Array.from({ length: rows }, (_, i) => ({
    plan_id: 'p',
    kind: 'cell',
    part: 'budget',
    row: `line-${i}`,
    column: 'amountCents',
    user_id: 'u',
    first_seq: 1,
    last_seq: 1,
    first_at: 1,
    last_at: 1,
    old_value: '7',
  }))
}

const lines = (content: PlanContent, rows: number) =>
  linesOfActivity(activityOf(rows), { content, format: medrie, names: new Map() })

/** A row that counts the reads of its id. */
function watched(content: PlanContent): { content: PlanContent; looks: () => number } {
  let looks = 0
  const watch = ({ id, ...cells }: Row): Row =>
    Object.defineProperty({ id: '', ...cells }, 'id', {
      enumerable: true,
      get: () => {
        looks++
        return id
      },
    })
  const tables = Object.fromEntries(
    Object.entries(content.tables).map(([id, rows]) => [id, rows.map(watch)]),
  )
  return { content: { ...content, tables }, looks: () => looks }
}

const work: Record<string, (rows: number) => Steps<unknown>> = {
  'is read': (rows) => readPlanInSteps(planOf(rows), medrie, at),
  'is read as far as someone was invited to it': (rows) =>
    readParts(planOf(rows), medrie, ['begroting'], at),
  'is checked': (rows) => findProblemsInSteps(contentOf(rows), medrie),
  'is compared': (rows) => comparePlansInSteps(contentOf(1), contentOf(rows), medrie),
  'is written in its canonical form': (rows) => canonicalJsonInSteps(contentOf(rows)),
  'has its history told': (rows) => lines(contentOf(rows), rows),
}

describe('a plan of many rows', () => {
  it.each(Object.keys(work))('LI9 %s a row at a time', (name) => {
    const rows = 1_000
    const steps = [...(work[name]?.(rows) ?? [])]
    expect(steps.length).toBeGreaterThan(rows)
    // The meter slices by these steps: no step is near the length of a slice.
    expect(Math.max(...steps)).toBeLessThanOrEqual(rows)
    expect(steps.reduce((sum, units) => sum + units, 0)).toBeGreaterThan(2 * rows)
  })

  const looking: Record<string, (content: PlanContent, rows: number) => Steps<unknown>> = {
    compared: (content) => comparePlansInSteps(contentOf(1), content, medrie),
    checked: (content) => findProblemsInSteps(content, hecht),
    'told of': lines,
  }
  it.each(Object.keys(looking))('is %s with looks that grow as its rows do', (name) => {
    const looksOf = (rows: number): number => {
      const { content, looks } = watched(contentOf(rows, name === 'checked' ? hecht : medrie))
      atOnce(looking[name]?.(content, rows) ?? ([][Symbol.iterator]() as never))
      return looks()
    }
    // A search for each row among all others would make it four times as many.
    expect(looksOf(400)).toBeLessThan(2.5 * looksOf(200))
  })

  it('has one canonical form, in steps or not', () => {
    const odd = {
      b: [{ z: 1, a: [null, undefined, { y: 'é"\\\n', x: -0 }] }, [], {}, 1e21, 'één'],
      é: true,
      a: { '': null, left: undefined, deep: { er: { dan: { dat: [1.5, 'x'] } } } },
      '10': 1,
      '9': 2,
    }
    for (const value of [odd, [], {}, null, 'x', contentOf(50)])
      expect(atOnce(canonicalJsonInSteps(value)).toString()).toBe(canonicalJson(value).toString())
  })
})
