import { readdirSync } from 'node:fs'
import * as Y from 'yjs'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanInput } from '#shared/plan/content.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { readFormat } from './sample-plans.ts'

/** Plans as a form seeds them. */

export const formats = readdirSync(new URL('../../shared/formats/', import.meta.url))
  .filter((name) => name.endsWith('.json'))
  .map((name) => readFormat(name.replace('.json', '')))
export const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
export const at = { epoch: 'e1', seq: 1 }

let counter = 0
export const newId = () => `row${counter++}`

export function openSeeded(format: Format, input: PlanInput = { values }): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedPlan(format, input, newId))
  return doc
}
export const budgetOf = (of: Format) => {
  const table = tablesOf(of).find((candidate) => candidate.id === 'budget')
  if (table === undefined) throw new Error('no budget')
  return table
}
