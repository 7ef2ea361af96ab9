import { sql } from 'kysely'
import { readAnswers, readRounds } from '#server/plans/agreement/rounds.ts'
import { digestOfAnswer } from '#server/plans/agreement/row-digests.ts'
import { isSignedBy, type VersionRecord } from '#server/plans/agreement/signed-record.ts'
import { sha256Of } from '#server/plans/versions/seal.ts'
import { rowSlices } from '#server/storage/row-slices.ts'
import { tableOrder } from '#server/storage/table-order.ts'
import type { SubmissionFileRow } from '#server/storage/tables/submissions.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'

/**
 * Checks that the signed records of a plan are unchanged, and that versions, answers, audit trail
 * and submitted files are still those that were signed and stored.
 */
export async function findAgreementFaults(db: Storage, plan: PlanRow): Promise<string[]> {
  return [...(await findRecordFaults(db, plan.id)), ...(await findFileFaults(db, plan.id))]
}

async function findRecordFaults(db: Storage, planId: string): Promise<string[]> {
  const faults: string[] = []
  const answers = new Map(
    (await readAnswers(db, planId)).map((answer) => [digestOfAnswer(answer), answer]),
  )
  for (const round of await readRounds(db, planId)) {
    const name = `versie ${round.number}`
    const rows = await db
      .selectFrom('version_records')
      .leftJoin('signing_keys', 'signing_keys.id', 'version_records.key_id')
      .where('version_id', '=', round.version_id)
      .select(['version_records.number', 'record', 'signature', 'public_key'])
      .orderBy('version_records.number')
      .execute()
    if (rows.length === 0) faults.push(`van ${name} is niets ondertekend`)
    for (const row of rows) {
      if (row.public_key === null || !isSignedBy(row.public_key, row)) {
        faults.push(`de handtekening onder ${name} klopt niet (regel ${row.number})`)
        continue
      }
      const record = JSON.parse(row.record) as VersionRecord
      if (
        record.versionId !== round.version_id ||
        record.hash !== round.hash ||
        record.seal !== round.seal ||
        record.code !== round.code
      )
        faults.push(`${name} is niet meer wat is ondertekend`)
      for (const seat of record.seats)
        if (seat.answer !== null && !answers.has(seat.answer.digest))
          faults.push(`het antwoord van ${seat.label} op ${name} is gewijzigd of verdwenen`)
      const line = await db
        .selectFrom('audit')
        .select('hash')
        .where('plan_id', '=', planId)
        .where('number', '=', record.audit.number)
        .executeTakeFirst()
      if (record.audit.number > 0 && line?.hash !== record.audit.hash)
        faults.push(`het logboek is niet meer dat van toen ${name} werd ondertekend`)
    }
  }
  return [...new Set(faults)]
}

async function findFileFaults(db: Storage, planId: string): Promise<string[]> {
  const faults: string[] = []
  for await (const files of rowSlices<Pick<SubmissionFileRow, 'file_name' | 'sha256' | 'bytes'>>(
    db,
    {
      table: 'submission_files',
      ...tableOrder.submission_files,
      where: sql`submission_id in (select id from submissions where plan_id = ${planId})`,
    },
  ))
    for (const file of files)
      if (sha256Of(file.bytes) !== file.sha256)
        faults.push(`het ingediende bestand ${file.file_name} is gewijzigd`)
  return faults
}
