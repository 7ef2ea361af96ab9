import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { VersionRow } from '#server/storage/tables/versions.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { formContentInSteps } from '#shared/plan/form-content.ts'
import type { Steps } from '#shared/steps.ts'
import { canonicalJsonInSteps, sha256Of } from './seal.ts'

/**
 * A reading of a plan, ready to be stored as a version. `hash` is of the canonical form, not of the
 * packed bytes.
 */
export type FrozenContent = { facts: PlanContent; hash: string } & PackedBytes
type PackedBytes = Pick<VersionRow, 'content' | 'packing'>

/**
 * The form of a plan, ready to be stored as a version: the administration of the year is no part of what is agreed, so it is
 * neither stored with it nor counted in its hash.
 */
export async function freezeForm(
  { content, format }: { content: PlanContent; format: Format },
  take: <T>(steps: Steps<T>) => T | Promise<T>,
): Promise<FrozenContent> {
  return freezeContent(await take(formContentInSteps(content, format)), take)
}

/**
 * The canonical form of a plan, compressed to a fifth: a version is never removed, and some teams
 * make one each week. Done before the transaction that stores it, off the event loop, because a
 * full plan takes a quarter of a second.
 */
export async function freezeContent(
  facts: PlanContent,
  take: (steps: Steps<Buffer>) => Buffer | Promise<Buffer>,
): Promise<FrozenContent> {
  const canonical = await take(canonicalJsonInSteps(facts))
  return {
    facts,
    hash: sha256Of(canonical),
    content: await promisify<Uint8Array, Buffer>(gzip)(canonical),
    packing: 'gzip',
  }
}

/**
 * The canonical form of a version, bit for bit, however it is packed. Rejects if the bytes are
 * damaged.
 */
export async function canonicalOf({ content, packing }: PackedBytes): Promise<Uint8Array> {
  return packing === 'gzip' ? promisify<Uint8Array, Buffer>(gunzip)(content) : content
}
