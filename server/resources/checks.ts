import type { FailedTokens } from '#server/http/failed-tokens.ts'
import type { Router } from '#server/http/router.ts'
import { readEnding } from '#server/plans/agreement/read-ending.ts'
import { isSignedBy, readCode, type VersionRecord } from '#server/plans/agreement/signed-record.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import { checkDocument } from '#shared/api/checks.ts'
import { AppError } from '#shared/errors.ts'

export type ChecksDependencies = { db: Storage; formats: Formats; failedTokens: FailedTokens }

type FoundVersion = { versionId: string; foundBy: 'code' | 'content' | 'file' }

export function mountChecks(
  router: Router,
  { db, formats, failedTokens }: ChecksDependencies,
): void {
  async function find(mark: string): Promise<FoundVersion | null> {
    const hash = mark.trim().toLowerCase()
    if (/^[0-9a-f]{64}$/.test(hash)) {
      const file = await db
        .selectFrom('submission_files')
        .innerJoin('submissions', 'submissions.id', 'submission_files.submission_id')
        .select('submissions.version_id')
        .where('sha256', '=', hash)
        .executeTakeFirst()
      if (file !== undefined) return { versionId: file.version_id, foundBy: 'file' }
      const version = await db
        .selectFrom('rounds')
        .innerJoin('versions', 'versions.id', 'rounds.version_id')
        .select('versions.id')
        .where('versions.hash', '=', hash)
        .orderBy('rounds.presented_at', 'desc')
        .executeTakeFirst()
      return version === undefined ? null : { versionId: version.id, foundBy: 'content' }
    }
    const code = readCode(mark)
    const round =
      code === null
        ? undefined
        : await db
            .selectFrom('rounds')
            .select('version_id')
            .where('code', '=', code)
            .executeTakeFirst()
    return round === undefined ? null : { versionId: round.version_id, foundBy: 'code' }
  }

  router.open(checkDocument, async ({ params }) => {
    const found = await find(params.mark)
    if (found === null) throw await failedTokens.refusal('check', 'mark-unknown')
    const row = await db
      .selectFrom('version_records')
      .innerJoin('signing_keys', 'signing_keys.id', 'version_records.key_id')
      .innerJoin('versions', 'versions.id', 'version_records.version_id')
      .innerJoin('plans', 'plans.id', 'versions.plan_id')
      .where('version_records.version_id', '=', found.versionId)
      .where('plans.deleted_at', 'is', null)
      .select([
        'version_records.record',
        'version_records.signature',
        'version_records.key_id',
        'version_records.at',
        'signing_keys.public_key',
        'plans.id as plan_id',
        'plans.title',
        'versions.format_id',
        'versions.format_version',
        'versions.hash',
        'versions.number',
      ])
      .orderBy('version_records.number', 'desc')
      .executeTakeFirst()
    if (row === undefined) throw new AppError('mark-unknown')
    const record = JSON.parse(row.record) as VersionRecord
    const newer = await db
      .selectFrom('rounds')
      .innerJoin('versions', 'versions.id', 'rounds.version_id')
      .select('versions.number')
      .where('rounds.plan_id', '=', row.plan_id)
      .where('versions.number', '>', row.number)
      .orderBy('versions.number', 'desc')
      .executeTakeFirst()
    const handedIn = await db
      .selectFrom('submissions')
      .select('handed_in_on')
      .where('version_id', '=', found.versionId)
      .executeTakeFirst()
    const agreed = record.seats.filter((seat) => seat.standing === 'agreed')
    const ending = await readEnding(db, row.plan_id)
    const statusThen = record.status === ending?.kind ? ending.from_status : record.status
    return {
      foundBy: found.foundBy,
      planTitle: row.title,
      formName: formats.find(row.format_id, row.format_version)?.name ?? row.format_id,
      number: row.number,
      code: record.code,
      hash: row.hash,
      presentedAt: record.presentedAt,
      isAgreed: statusThen === 'adopted' || statusThen === 'submitted',
      replacedBy: newer?.number ?? null,
      handedInOn: handedIn?.handed_in_on ?? null,
      ended:
        ending === undefined
          ? null
          : { kind: ending.kind, at: new Date(ending.ended_at).toISOString() },
      agreed: agreed.flatMap(({ label, answer }) =>
        answer === null
          ? []
          : [
              {
                label,
                verdict: answer.verdict,
                position: answer.position,
                organisation: answer.organisation,
                onBehalfOf: answer.onBehalfOf,
                onVersion: answer.onVersion,
                at: answer.at,
                signedIn: answer.signedIn ?? null,
                issuer: answer.issuer ?? null,
              },
            ],
      ),
      missing: record.seats.filter((seat) => seat.standing !== 'agreed').map((seat) => seat.label),
      // A record with another content hash than the stored version proves nothing about it.
      signature: {
        isValid: record.hash === row.hash && isSignedBy(row.public_key, row),
        keyId: row.key_id,
        signedAt: new Date(row.at).toISOString(),
        record: row.record,
        value: row.signature,
        publicKey: row.public_key,
      },
    }
  })
}
