import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'

/**
 * `wijkplan-lindewijk-oost-2027-2029-v2.docx`, after the name of the form: ASCII, so that it
 * survives every mail program and archive.
 */
export function exportFileName(
  { values }: Pick<PlanContent, 'values'>,
  { name: formName }: Pick<Format, 'name'>,
  {
    version,
    kind,
    isPublic = false,
    isCorrection = false,
    list,
  }: {
    version: number | null
    kind: string
    isPublic?: boolean
    isCorrection?: boolean
    /** The name of the one table in it. */
    list?: string
  },
): string {
  const name = [
    slug(formName) || 'plan',
    slug(text(values['wijk'])),
    period(text(values['periodFrom']), text(values['periodTo'])),
    version === null ? 'concept' : `v${version}`,
    isPublic ? 'openbaar' : '',
    slug(list ?? ''),
    isCorrection ? 'correctie' : '',
  ]
    .filter((part) => part !== '')
    .join('-')
  return `${name}.${kind}`
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function period(from: string, to: string): string {
  const years = [from, to].flatMap((date) => /^\d{4}(?=-)/.exec(date)?.[0] ?? [])
  return [...new Set(years)].join('-')
}

const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

export function slug(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}|['’‘]/gu, '')
    .replace(/[^\x20-\x7e]/g, (letter) => letters[letter] ?? '-')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
}
