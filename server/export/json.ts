import type { PlanContent } from '#shared/plan/content.ts'
import type { DocumentOptions } from './document/document.ts'

/** The complete plan: its values, fields and tables recreate an equal plan. */
export function writeJson(
  content: PlanContent,
  { title, status, version = null, generatedAt }: DocumentOptions,
): Uint8Array {
  return new TextEncoder().encode(
    `${JSON.stringify({ title, status, version, generatedAt, ...content }, null, 2)}\n`,
  )
}
