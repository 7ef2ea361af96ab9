import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { buildDocument, type DocumentOptions } from './document.ts'
import { writeDocx } from './docx.ts'

export async function exportDocx(content: PlanContent, format: Format, options: DocumentOptions): Promise<Uint8Array> {
  return writeDocx(buildDocument(content, format, options))
}

export type FileNameParts = { wijk: string; periodFrom: string | null; periodTo: string | null; versionOrConcept: number | 'concept'; extension: string }

/** `wijkplan-lindewijk-oost-2027-2029-concept.docx`: ASCII, so that it survives every mail program and archive. */
export function exportFileName({ wijk, periodFrom, periodTo, versionOrConcept, extension }: FileNameParts): string {
  const version = versionOrConcept === 'concept' ? 'concept' : `versie-${versionOrConcept}`
  const name = ['wijkplan', slug(wijk), period(periodFrom ?? '', periodTo ?? ''), version].filter((part) => part !== '').join('-')
  return `${name}.${extension.replace(/[^a-z0-9]/gi, '').toLowerCase()}`
}

function period(from: string, to: string): string {
  const years = [from, to].flatMap((date) => /^\d{4}(?=-)/.exec(date)?.[0] ?? [])
  return [...new Set(years)].join('-')
}

const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

function slug(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}|['’‘]/gu, '')
    .replace(/[^\x20-\x7e]/g, (letter) => letters[letter] ?? '-')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
}
