import * as Y from 'yjs'
import { readFormat } from '#server/storage/formats.ts'
import { loadPlanIn } from '#server/storage/plan-log-sql.ts'
import type { PlanRow, StorageTransaction } from '#server/storage/tables.ts'
import type { LoadedPlan } from '#server/sync/plan-log.ts'
import { readPlan } from '#shared/plan/read.ts'
import { summarize } from '#shared/plan/summary.ts'

/** Opens a plan as the server does: state, log, and the form it follows. */
export async function findDocumentFaults(db: StorageTransaction, plan: PlanRow): Promise<string[]> {
  const loaded = await loadPlanIn(db, plan.id)
  if (loaded === null) return []
  const doc = new Y.Doc()
  try {
    const faults = [...findGaps(loaded), ...replay(doc, loaded)]
    const format = await readFormat(db, plan.format_id, plan.format_version)
    if (format === null)
      return [
        ...faults,
        `het formulier ${plan.format_id} versie ${plan.format_version} ontbreekt of is onleesbaar`,
      ]
    if (faults.length > 0) return faults
    const { title, wijk, team, periodFrom, periodTo, totalCents } = summarize(
      readPlan(doc, format, loaded),
      format,
    )
    const isBehind = plan.summary_seq < plan.document_seq
    const isSame =
      plan.title === title &&
      plan.wijk === wijk &&
      plan.team === team &&
      plan.period_from === periodFrom &&
      plan.period_to === periodTo &&
      plan.total_cents === totalCents
    return isBehind || isSame
      ? []
      : ['de samenvatting in de lijst is een andere dan die van de tekst']
  } finally {
    doc.destroy()
  }
}

function findGaps({ snapshotSeq, changes, seq }: LoadedPlan): string[] {
  const wrong = changes.find((change, index) => change.seq !== snapshotSeq + index + 1)
  if (wrong !== undefined) return [`wijziging ${wrong.seq} volgt niet op de vorige`]
  return snapshotSeq + changes.length === seq
    ? []
    : [`de laatste wijziging is ${snapshotSeq + changes.length}, niet ${seq}`]
}

function replay(doc: Y.Doc, { snapshot, snapshotSeq, changes }: LoadedPlan): string[] {
  const faults: string[] = []
  const apply = (update: Uint8Array, name: string) => {
    try {
      Y.applyUpdate(doc, update)
    } catch {
      faults.push(`${name} is onleesbaar`)
    }
  }
  // In one transaction, as a room does: many small transactions take far longer.
  doc.transact(() => {
    if (snapshot !== null) apply(snapshot, `de bewaarde toestand bij wijziging ${snapshotSeq}`)
    for (const { seq, body } of changes)
      if (body.kind === 'update') apply(body.update, `wijziging ${seq}`)
  })
  const isIncomplete = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  return isIncomplete && faults.length === 0
    ? ['er ontbreken wijzigingen waar latere op voortbouwen']
    : faults
}
