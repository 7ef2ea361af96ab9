import type { Comment, Thread } from '#shared/api/comments.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { disciplines } from '#shared/disciplines.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Target } from '#shared/plan/content.ts'
import type { RichMark, RichNode } from '#shared/richtext/rich-doc.ts'
import { formatDate } from './document-dates.ts'
import {
  cleanText,
  type DocumentBlock,
  type DocumentComment,
  type DocumentTree,
  type Run,
} from './document-tree.ts'

/** The comments on a plan; `words`: the text range of each thread, in the text's own units. */
export type CommentsOnPlan = {
  threads: readonly Thread[]
  words: Readonly<Record<string, { from: number; to: number }>>
}

type Numbered = { thread: Thread; id: number; comments: DocumentComment[] }

/**
 * Each thread with the numbers of its comments in the document: its first, and the answers to it.
 */
export function numberComments({ threads }: CommentsOnPlan): Numbered[] {
  let next = 0
  return threads.flatMap((thread) => {
    const [first, ...replies] = thread.comments
    if (first === undefined) return []
    const id = next++
    const root = toComment(first, { id, isResolved: thread.resolved })
    const asked =
      thread.askedDiscipline === undefined
        ? []
        : [
            `Vraag aan ${disciplines[thread.askedDiscipline].label}${thread.dueDate === undefined ? '' : `, graag voor ${formatDate(thread.dueDate)}`}`,
          ]
    return [
      {
        thread,
        id,
        comments: [
          { ...root, lines: [...root.lines, ...asked] },
          ...replies.map((reply) =>
            toComment(reply, { id: next++, parent: id, isResolved: thread.resolved }),
          ),
        ],
      },
    ]
  })
}

function toComment(
  comment: Comment,
  more: Pick<DocumentComment, 'id' | 'parent' | 'isResolved'>,
): DocumentComment {
  const text = comment.deletedAt === undefined ? cleanText(comment.body) : '(verwijderd)'
  return {
    ...more,
    author: cleanText(comment.author.name),
    at: comment.writtenAt ?? comment.createdAt,
    lines: text.split('\n'),
  }
}

/** The texts of a plan with a mark on the words of each thread. */
export function markWords(
  content: PlanContent,
  numbered: readonly Numbered[],
  words: CommentsOnPlan['words'],
): PlanContent {
  const fields = { ...content.fields }
  const tables = { ...content.tables }
  for (const { thread, id } of numbered) {
    const place = words[thread.id]
    if (place === undefined) continue
    const { kind, field, table, row, column } = thread.target
    const text = kind === 'field' ? fields[field ?? ''] : undefined
    if (text !== undefined)
      fields[field ?? ''] = { ...text, content: marked(text.content, place, id) }
    if (kind === 'cell')
      tables[table ?? ''] = (tables[table ?? ''] ?? []).map((one) =>
        one.id === row ? { ...one, [column ?? '']: markedCell(one[column ?? ''], place, id) } : one,
      )
  }
  return { ...content, fields, tables }
}

type Words = { from: number; to: number }

function markedCell(
  cell: PlanContent['tables'][string][number][string] | undefined,
  place: Words,
  id: number,
) {
  return typeof cell === 'object' && cell !== null
    ? { ...cell, content: marked(cell.content, place, id) }
    : (cell ?? null)
}

/**
 * Counts as shared/comments/flat-text.ts does: a unit for each UTF-16 unit, and one for each break
 * between elements.
 */
function marked(
  nodes: readonly RichNode[] | undefined,
  { from, to }: Words,
  id: number,
): RichNode[] {
  const mark: RichMark = { type: 'comment', attrs: { id } }
  let at = 0
  const walk = (node: RichNode): RichNode[] => {
    if (node.type !== 'text') {
      if (at > 0) at++
      return [node.content === undefined ? node : { ...node, content: node.content.flatMap(walk) }]
    }
    const text = node.text ?? ''
    const [start, end] = [Math.max(0, from - at), Math.min(text.length, to - at)]
    at += text.length
    if (start >= end) return [node]
    const pieces: [string, boolean][] = [
      [text.slice(0, start), false],
      [text.slice(start, end), true],
      [text.slice(end), false],
    ]
    return pieces.flatMap(([piece, isMarked]) =>
      piece === ''
        ? []
        : [{ ...node, text: piece, ...(isMarked ? { marks: [...(node.marks ?? []), mark] } : {}) }],
    )
  }
  return (nodes ?? []).flatMap(walk)
}

/**
 * The tree with every comment at its place: on its words, or else on its target, or else on the
 * title.
 */
export function placeComments(
  tree: DocumentTree,
  numbered: readonly Numbered[],
  around: { format: Format; content: PlanContent },
): DocumentTree {
  const onWords = new Set(allRuns(tree.nodes).flatMap((run) => run.comments ?? []))
  const title: Run = { text: tree.title }
  const comments = numbered.flatMap(({ thread, id, comments: own }) => {
    if (onWords.has(id)) return own
    const run = firstRunAt(tree.nodes, thread.target) ?? title
    run.comments = [...(run.comments ?? []), id]
    const place =
      placeOf(thread.target, around.format, around.content) ??
      `${thread.place} (verwijderd onderdeel)`
    return own.map((comment) =>
      comment.id === id
        ? { ...comment, lines: [`Bij: ${cleanText(place)}`, ...quoteOf(thread), ...comment.lines] }
        : comment,
    )
  })
  setEnds([title, ...allRuns(tree.nodes)], numbered)
  return { ...tree, titleRun: title, comments }
}

/** A comment whose words are gone quotes them itself. */
function quoteOf({ quote }: Thread): string[] {
  return quote === undefined ? [] : [`Over: “${cleanText(quote)}” (tekst verwijderd)`]
}

function firstRunAt(nodes: readonly DocumentBlock[], target: Target): Run | null {
  const { table, row, column } = target
  if (row !== undefined)
    return (
      runAt(nodes, (place) => place === `row/${table}/${row}`) ??
      runInTable(nodes, { table, row, column })
    )
  if (target.kind === 'section')
    return runAt(nodes, (place) => place === `section/${target.section}`)
  const block = target.field ?? table
  return (
    runAt(nodes, (place) => place === `block/${block}`) ??
    runAt(nodes, (place) => place.startsWith(`row/${block}/`)) ??
    runInTable(nodes, { table: block })
  )
}

function runAt(nodes: readonly DocumentBlock[], isPlace: (place: string) => boolean): Run | null {
  const node = nodes.find((one) => 'place' in one && one.place !== undefined && isPlace(one.place))
  return node === undefined ? null : firstRun(node)
}

function runInTable(
  nodes: readonly DocumentBlock[],
  {
    table,
    row,
    column,
  }: { table?: string | undefined; row?: string | undefined; column?: string | undefined },
): Run | null {
  for (const node of nodes) {
    if (node.kind !== 'table' || node.id === undefined || node.id !== table) continue
    if (row === undefined) return firstRun(node)
    const found = node.rows.find((one) => one.kind === 'body' && one.id === row)
    const index = Math.max(
      0,
      node.columns.findIndex((one) => one.id !== undefined && one.id === column),
    )
    return found === undefined ? null : firstRunOf(found.cells[index]?.content ?? [])
  }
  return null
}

function firstRunOf(blocks: readonly DocumentBlock[]): Run | null {
  for (const block of blocks) {
    const run = firstRun(block)
    if (run !== null) return run
  }
  return null
}

function firstRun(block: DocumentBlock): Run | null {
  switch (block.kind) {
    case 'heading':
    case 'paragraph': {
      // An empty field can have a comment too.
      if (block.runs.length === 0) block.runs.push({ text: '' })
      return block.runs[0] ?? null
    }
    case 'list':
      return firstRunOf(block.items.flat())
    case 'quote':
    case 'guidance':
      return firstRunOf(block.content)
    case 'table':
      return firstRunOf(block.rows.flatMap((row) => row.cells.flatMap((cell) => cell.content)))
    case 'rule':
    case 'picture':
      return null
  }
}

function allRuns(blocks: readonly DocumentBlock[]): Run[] {
  return blocks.flatMap(runsOf)
}

function runsOf(block: DocumentBlock): Run[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return block.runs
    case 'list':
      return allRuns(block.items.flat())
    case 'quote':
    case 'guidance':
      return allRuns(block.content)
    case 'table':
      return block.rows.flatMap((row) => row.cells.flatMap((cell) => allRuns(cell.content)))
    case 'rule':
    case 'picture':
      return []
  }
}

/**
 * A comment begins at the first of its runs and ends after the last, with its replies: its words
 * may span several paragraphs.
 */
function setEnds(runs: readonly Run[], numbered: readonly Numbered[]): void {
  const withAnswers = new Map(
    numbered.map(({ id, comments }) => [id, comments.map((comment) => comment.id)]),
  )
  const last = new Map<number, Run>()
  const begun = new Set<number>()
  for (const run of runs) {
    for (const id of run.comments ?? []) {
      last.set(id, run)
      if (begun.has(id)) continue
      begun.add(id)
      run.commentStarts = [...(run.commentStarts ?? []), ...(withAnswers.get(id) ?? [])]
    }
  }
  for (const [id, run] of last)
    run.commentEnds = [...(run.commentEnds ?? []), ...(withAnswers.get(id) ?? [])]
}
