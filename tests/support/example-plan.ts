import { readFileSync } from 'node:fs'
import type { CreatePlan } from '#shared/api/plans.ts'

/** One of the example plans (all fictional), as a request that creates it; a new object each time. */
export function examplePlan(name: 'broekerveld' | 'kraaienveen' | 'meerpalen'): CreatePlan {
  return (
    JSON.parse(
      readFileSync(new URL(`../fixtures/plans/${name}.json`, import.meta.url), 'utf8'),
    ) as { body: CreatePlan }
  ).body
}
