import { nameInLetter, quotedName } from '#server/plans/notices/name-in-letter.ts'
import type { NoticeReason } from '#server/storage/tables/mail.ts'
import { counted } from '#shared/counted.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { disciplines } from '#shared/disciplines.ts'
import type { LetterPart } from './letter-layout.ts'

/** One event about one thread. */
export type Item = {
  reason: NoticeReason
  place: string
  quote: string | null
  /** The author, or the user who resolved or reopened the thread. */
  by: string
  body: string | null
  asked: Discipline | null
  url: string
}

/** `others`: the number of other events in the plan that the user has not read. */
export type PlanNews = { title: string; url: string; items: readonly Item[]; others: number }

const maxBodyLength = 1200

export function noticeSubject(news: readonly PlanNews[], kind: 'direct' | 'digest'): string {
  const [first] = news
  const items = news.flatMap((plan) => plan.items)
  const [only] = items
  if (first === undefined || only === undefined) throw new Error('A letter about nothing.')
  const plans =
    news.length === 1
      ? quotedName(first.title)
      : `${quotedName(first.title)} en ${counted(news.length - 1, 'ander plan', 'andere plannen')}`
  if (kind === 'direct' && items.length === 1) return `${plans}: ${headline(only)}`
  if (kind === 'direct') return `${plans}: ${items.length} reacties voor u`
  return `${plans}: nieuws bij ${counted(new Set(items.map((item) => item.url)).size, 'reactie', 'reacties')}`
}

export function noticeParts(news: readonly PlanNews[]): LetterPart[] {
  return news.flatMap((plan): LetterPart[] => [
    { kind: 'heading', text: nameInLetter(plan.title) },
    ...plan.items.flatMap(itemParts),
    ...(plan.others === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: `In dit plan ${plan.others === 1 ? 'staat' : 'staan'} verder ${counted(plan.others, 'reactie', 'reacties')} met iets dat u nog niet heeft gelezen.`,
          } as const,
        ]),
    ...(plan.others === 0
      ? []
      : [{ kind: 'link', label: 'Open het plan', url: plan.url } as const]),
  ])
}

function itemParts(item: Item): LetterPart[] {
  const { body } = item
  return [
    {
      kind: 'paragraph',
      text: `${item.place}\n${headline(item)}${item.quote === null ? '' : `, bij “${item.quote}”`}${body === null ? '.' : ':'}`,
    },
    ...(body === null
      ? []
      : [
          {
            kind: 'quote',
            text:
              body.length <= maxBodyLength ? body : `${body.slice(0, maxBodyLength).trimEnd()}…`,
          } as const,
        ]),
    {
      kind: 'link',
      label: body === null ? 'Bekijk de reactie' : 'Lees en antwoord',
      url: item.url,
    },
  ]
}

function headline({ reason, by: name, asked }: Item): string {
  const by = nameInLetter(name)
  switch (reason) {
    case 'mentioned':
      return `${by} noemt u in een reactie`
    case 'asked':
      return `${by} stelt een vraag aan ${asked === null ? 'uw discipline' : disciplines[asked].label.toLowerCase()}`
    case 'begun':
      return `${by} schreef een nieuwe reactie`
    case 'replied':
      return `${by} antwoordde`
    case 'resolved':
      return `${by} rondde deze reactie af`
    case 'reopened':
      return `${by} heropende deze reactie`
  }
}
