import type { Comment, Thread } from '#shared/api/comments.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { disciplines } from '#shared/disciplines.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { formatMoment } from '#shared/text/moment.ts'
import { formatDate } from './document/document-dates.ts'
import { csvParts } from './sheet/csv-cell.ts'

type About = {
  content: Pick<PlanContent, 'tables'>
  format: Format
  /** User id to the row of the person that the user is linked to in the plan. */
  persons: ReadonlyMap<string, string>
}
/** The threads page by page: a plan may have thousands. */
type CommentsInput = About & { pages: AsyncIterable<readonly Thread[]> }

const head = ['Datum', 'Naam', 'Organisatie', 'Plaats', 'Citaat', 'Reactie', 'Uitkomst']

/**
 * All comments for Dutch spreadsheets: UTF-8 with a byte order mark, semicolons, one row per
 * comment.
 */
export function writeCommentsCsv(input: CommentsInput): AsyncGenerator<Uint8Array> {
  return csvParts(head, rowsOf(input))
}

async function* rowsOf({ pages, ...about }: CommentsInput): AsyncGenerator<string[][]> {
  const organisations = organisationsOf(about)
  for await (const threads of pages)
    yield threads.flatMap((thread) =>
      thread.comments.map((comment) => rowOf(thread, comment, { ...about, organisations })),
    )
}

function rowOf(
  thread: Thread,
  comment: Comment,
  { content, format, organisations }: About & { organisations: ReadonlyMap<string, string> },
): string[] {
  const place = placeOf(thread.target, format, content) ?? `${thread.place} (verwijderd onderdeel)`
  const text = comment.deletedAt === undefined ? comment.body : '(verwijderd)'
  return [
    formatMoment(comment.writtenAt ?? comment.createdAt),
    comment.author.name,
    organisations.get(comment.author.id) ?? '',
    place,
    thread.quote ?? '',
    text,
    `${outcomeOf(thread)}${comment.isLate === true ? ', na sluiting ontvangen' : ''}`,
  ]
}

function outcomeOf(thread: Thread): string {
  if (thread.resolved)
    return `Afgerond${thread.resolvedBy === undefined ? '' : ` door ${thread.resolvedBy.name}`}${thread.resolvedAt === undefined ? '' : ` op ${formatMoment(thread.resolvedAt)}`}`
  const asked =
    thread.askedDiscipline === undefined
      ? []
      : [
          `vraag aan ${disciplines[thread.askedDiscipline].label}${thread.dueDate === undefined ? '' : ` voor ${formatDate(thread.dueDate)}`}`,
        ]
  return ['Open', ...(thread.toDiscuss ? ['bespreken in overleg'] : []), ...asked].join(', ')
}

/** An account has no organisation; the person of the plan that it is linked to has. */
function organisationsOf({ content: { tables }, persons }: About): Map<string, string> {
  const parties = new Map((tables['parties'] ?? []).map((row) => [row.id, row['name']]))
  const people = new Map(
    (tables['people'] ?? []).map((row) => [row.id, parties.get(String(row['party']))]),
  )
  return new Map(
    [...persons].flatMap(([userId, rowId]) => {
      const organisation = people.get(rowId)
      return typeof organisation === 'string' ? [[userId, organisation] as const] : []
    }),
  )
}
