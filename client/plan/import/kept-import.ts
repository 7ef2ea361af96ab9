import type { ImportReading } from '../../panels/import/use-import-file.ts'

/** What was read from a file stays while the page does: who goes to the plan to paste something finds the rest again. */
const kept = new Map<string, ImportReading>()

export function keptImport(planId: string): ImportReading {
  return kept.get(planId) ?? { kind: 'idle' }
}

export function keepImport(planId: string, reading: ImportReading): void {
  if (reading.kind === 'read') kept.set(planId, reading)
  else kept.delete(planId)
}
