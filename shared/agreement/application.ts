import { fold } from '../fold.ts'

/**
 * What makes an application the only one of its kind: the scheme, the neighbourhood in its
 * municipality, and the period (Z3).
 */
export type Application = {
  scheme: string
  gemeente: string
  wijk: string
  periodFrom: string
  periodTo: string
}

/** An application that was submitted before, with the words by which its people know it. */
export type SubmittedApplication = Application & { id: string }

/** Words of a name, without capitals, accents, punctuation and article. */
function nameOf(text: string, prefix: RegExp): string {
  const words = fold(text.normalize('NFKC'))
    .replace(/['’]/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const bare = words.replace(prefix, '')
  return bare === '' ? words : bare
}

/** `Het Broekerveld`, `'t Broekerveld` and `broekerveld` are one neighbourhood. */
const wijkName = (wijk: string) => nameOf(wijk, /^(de|het|t|een) /u)
const gemeenteName = (gemeente: string) => nameOf(gemeente, /^(gemeente|gem) /u)

/**
 * The key that two applications for one neighbourhood share, stored with each submission; its
 * period stands beside it, because periods that overlap need not be equal. Null while wijk or
 * gemeente is empty: such an application can't be told from another.
 */
export function applicationKey({
  scheme,
  gemeente,
  wijk,
}: Pick<Application, 'scheme' | 'gemeente' | 'wijk'>): string | null {
  const names = [gemeenteName(gemeente), wijkName(wijk)]
  return names.includes('') ? null : JSON.stringify([scheme, ...names])
}

/** The data that an application still lacks to be the only one. */
export type MissingData = 'wijk' | 'gemeente' | 'periodFrom' | 'periodTo'

export function missingData(wanted: Application): MissingData[] {
  const isEmpty: readonly (readonly [MissingData, boolean])[] = [
    ['wijk', wijkName(wanted.wijk) === ''],
    ['gemeente', gemeenteName(wanted.gemeente) === ''],
    ['periodFrom', wanted.periodFrom === ''],
    ['periodTo', wanted.periodTo === ''],
  ]
  return isEmpty.flatMap(([name, empty]) => (empty ? [name] : []))
}

export type Judgement<A extends SubmittedApplication> =
  /** No other application comes near. */
  | { kind: 'free' }
  /** The neighbourhood has an application for (a part of) this period. */
  | { kind: 'taken'; by: A }
  /** Names that may mean the same neighbourhood: a person has to say that they do not. */
  | { kind: 'near'; to: readonly A[] }

/** Compares an application with those that were submitted, of any period. */
export function judgeApplication<A extends SubmittedApplication>(
  wanted: Application,
  submitted: readonly A[],
): Judgement<A> {
  const rivals = submitted.filter(
    (other) => other.scheme === wanted.scheme && overlaps(wanted, other),
  )
  const taken = rivals.find((other) => isSamePlace(wanted, other))
  if (taken !== undefined) return { kind: 'taken', by: taken }
  const near = rivals.filter((other) => isNear(wanted, other))
  return near.length === 0 ? { kind: 'free' } : { kind: 'near', to: near }
}

function overlaps(a: Application, b: Application): boolean {
  return a.periodFrom <= b.periodTo && b.periodFrom <= a.periodTo
}

/** A submission from before the gemeente was stored may be in any. */
function isSamePlace(a: Application, b: Application): boolean {
  if (wijkName(a.wijk) !== wijkName(b.wijk)) return false
  const [one, other] = [gemeenteName(a.gemeente), gemeenteName(b.gemeente)]
  return one === other || other === ''
}

function isNear(a: Application, b: Application): boolean {
  const gemeenten = [gemeenteName(a.gemeente), gemeenteName(b.gemeente)] as const
  const wijken = [wijkName(a.wijk), wijkName(b.wijk)] as const
  const isSameGemeente = gemeenten[0] === gemeenten[1] || gemeenten[1] === ''
  if (isSameGemeente) return looksLike(...wijken)
  return wijken[0] === wijken[1] && looksLike(...gemeenten)
}

/** A typing error apart, or one name with more words than the other: `Broekerveld-Oost`. */
function looksLike(a: string, b: string): boolean {
  const [one, other] = [a.split(' '), b.split(' ')]
  const isWithin = (part: string[], whole: string[]) => part.every((word) => whole.includes(word))
  if (isWithin(one, other) || isWithin(other, one)) return true
  // Wijk 1 and wijk 2 differ by a letter, and are not one.
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return false
  return (
    distance(a.replaceAll(' ', ''), b.replaceAll(' ', '')) <=
    (Math.min(a.length, b.length) < 6 ? 1 : 2)
  )
}

/** The number of letters to add, remove or change between two short names. */
function distance(a: string, b: string): number {
  const [one, other] = [a.slice(0, longestName), b.slice(0, longestName)]
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [y, letter] of [...one].entries()) {
    const next = [y + 1]
    for (const [x, sign] of [...other].entries())
      next.push(
        Math.min(
          (row[x + 1] ?? 0) + 1,
          (next[x] ?? 0) + 1,
          (row[x] ?? 0) + (letter === sign ? 0 : 1),
        ),
      )
    row = next
  }
  return row.at(-1) ?? 0
}

/** Longer names are compared by their beginning: the cost is the product of both lengths. */
const longestName = 100
