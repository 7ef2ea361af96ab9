import { aboutForm, aboutTitle } from '#shared/format/about-form.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import {
  additionsIntro,
  additionsPointer,
  additionsTitle,
  hasOfficialForm,
  markedOurs,
  ownLayout,
  withoutAddedColumns,
} from '#shared/format/official-form.ts'
import type { Format, Section } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { formatMoment } from '#shared/text/moment.ts'
import { type CollectedPlan, collectPlan } from './collect-plan.ts'
import { pieceNodes } from './document-blocks.ts'
import { intoBoxes } from './document-boxes.ts'
import { type ChangesSince, changesChapter } from './document-changes.ts'
import {
  type CommentsOnPlan,
  markWords,
  numberComments,
  placeComments,
} from './document-comments.ts'
import { formatPeriod } from './document-dates.ts'
import { guidanceAppendix, guidanceBlocks } from './document-guidance.ts'
import { signSheet } from './document-sign-sheet.ts'
import {
  cleanText,
  type DocumentBlock,
  type DocumentTree,
  heading,
  headingLevel,
  note,
  type Signature,
  type Verification,
} from './document-tree.ts'
import type { PlanPiece, PlanSection } from './plan-piece.ts'

export type DocumentOptions = {
  /** With the form's instructions to the author, for a working print (Z7). */
  guidance: boolean
  /** Without what the form does not ask. */
  formOnly?: boolean
  /** As running text, for a form that prints boxes. */
  running?: boolean
  /** With preset rows that nobody edited (Z14). */
  untouchedPresets: boolean
  title: string
  /** As people read it: "Concept", "Versie 2, vastgesteld". */
  status: string
  /** ISO time. */
  generatedAt: string
  /** The export holds every change up to this one. */
  seq: number
  version?: number | null
  /** The signatories of this version, in order; left out if nobody was asked. */
  signatures?: readonly Signature[]
  verification?: Verification
  /** The comments to include in the document. */
  comments?: CommentsOnPlan
  /** An earlier version, to show the changes since. */
  since?: ChangesSince
}

/**
 * A plan as the official form: its sections, titles, tables and columns in the form's order. Pure.
 */
export function buildDocument(
  content: PlanContent,
  format: Format,
  options: DocumentOptions,
): DocumentTree {
  const form = formOf(format)
  const about = aboutForm(format)
  const laidOut = (tree: DocumentTree) =>
    format.printsBoxes === true && options.running !== true
      ? { ...tree, nodes: intoBoxes(tree.nodes, form) }
      : tree
  if (options.comments === undefined) return laidOut(buildTree(content, form, options, about))
  const numbered = numberComments(options.comments)
  return laidOut(
    placeComments(
      buildTree(markWords(content, numbered, options.comments.words), form, options, about),
      numbered,
      { format, content },
    ),
  )
}

function buildTree(
  content: PlanContent,
  format: Format,
  options: DocumentOptions,
  about: readonly string[],
): DocumentTree {
  const printed = options.formOnly === true ? withoutAddedColumns(format) : format
  const plan = collectPlan({ content, format: printed }, options)
  const meta = documentMeta(content, format, options)
  const title = cleanText(options.title)
  return {
    title,
    ...(isNamed(title, format)
      ? {}
      : { subtitle: options.guidance ? format.documentTitle : finishedTitle(format) }),
    language: 'nl-NL',
    meta,
    head: headLines(plan, meta, title),
    nodes: withoutSkippedLevels([
      ...documentNodes(plan, format, options, about),
      ...(options.since === undefined ? [] : changesChapter(options.since, content, format)),
    ]),
    ...(options.signatures === undefined
      ? {}
      : { signSheet: signSheet(options.signatures, options.version ?? null) }),
    ...(options.verification === undefined ? {} : { verification: options.verification }),
  }
}

/** The metadata of a file, whatever its kind. */
export function documentMeta(
  content: PlanContent,
  format: Format,
  options: DocumentOptions,
): DocumentTree['meta'] {
  const text = (id: string) =>
    typeof content.values[id] === 'string' ? cleanText(content.values[id]) : ''
  return {
    wijk: text('wijk'),
    team: text('team'),
    period: formatPeriod(text('periodFrom'), text('periodTo')),
    status: cleanText(options.status),
    generatedAt: formatMoment(options.generatedAt),
    generatedAtIso: options.generatedAt,
    seq: options.seq,
    version: options.version ?? null,
    formatName: format.name,
    issuer: format.issuer,
  }
}

/** A plan that is handed in is no longer an example of its form. */
function finishedTitle({ documentTitle }: Format): string {
  return documentTitle.replace(
    /^(?:voorbeeld|format|formulier)(?:\s*\/\s*(?:voorbeeld|format|formulier))*\s+/i,
    '',
  )
}

/** Whether the title of a plan says already which form it is. */
function isNamed(title: string, { documentTitle, name }: Format): boolean {
  return [documentTitle, name].some((known) => title.startsWith(known))
}

/** Wijk, team and period, unless the form itself prints them or the title names them. */
function headLines(
  { form }: CollectedPlan,
  meta: DocumentTree['meta'],
  title: string,
): DocumentTree['head'] {
  const printed = new Set(form.flatMap(({ pieces }) => pieces.map((piece) => piece.id)))
  return [
    { id: 'wijk', label: 'Wijk', value: meta.wijk },
    { id: 'team', label: 'Team', value: meta.team },
    { id: 'periodFrom', label: 'Periode', value: meta.period },
  ]
    .filter((line) => line.value !== '' && !printed.has(line.id) && !title.includes(line.value))
    .map(({ label, value }) => ({ label, value }))
}

function documentNodes(
  { form, added }: CollectedPlan,
  format: Format,
  options: DocumentOptions,
  about: readonly string[],
): DocumentBlock[] {
  const guided = (blocks: () => DocumentBlock[]) => (options.guidance ? blocks() : [])
  const beside = options.formOnly === true ? [] : added
  return [
    ...(hasOfficialForm(format) ? [] : [note(ownLayout(format))]),
    ...guided(() => guidanceBlocks(format.guidance, ['before', 'inBox'])),
    ...form.flatMap(({ section, pieces }) => [
      // The lines above the first heading of the form stand below its title.
      ...(section.isHead
        ? []
        : [{ ...heading(1, section.title, section.number), place: `section/${section.id}` }]),
      ...guided(() => guidanceBlocks(section.guidance, ['before', 'inBox'])),
      ...pieces.flatMap(pieceNodes),
      ...guided(() => guidanceBlocks(section.guidance, ['after'])),
      ...pointerTo(beside, section),
    ]),
    ...guided(() => [
      ...guidanceBlocks(format.guidance, ['after']),
      ...guidanceAppendix(format),
      ...guidanceBlocks(
        [{ position: 'after', title: aboutTitle, paragraphs: [...about] }],
        ['after'],
      ),
    ]),
    ...additionNodes(beside, format),
  ]
}

/** Names the texts and tables that stand behind the form; single values are no more than a line. */
function pointerTo(added: readonly PlanSection[], section: Section): DocumentBlock[] {
  const own = added.find((candidate) => candidate.section === section)
  const names = (own?.pieces ?? []).flatMap((piece) =>
    piece.kind === 'value' ? [] : [namePiece(piece, section).replace(/:$/, '')],
  )
  return names.length === 0 ? [] : [note(additionsPointer(names))]
}

function namePiece(piece: Exclude<PlanPiece, { kind: 'value' }>, section: Section): string {
  return (piece.kind === 'cards' ? piece.table.label : piece.label) ?? section.shortTitle
}

/** Behind the form, so that no reader takes it for official and the form stays in one piece. */
function additionNodes(added: readonly PlanSection[], format: Format): DocumentBlock[] {
  if (added.length === 0) return []
  return [
    heading(1, additionsTitle),
    note(additionsIntro(format)),
    ...added.flatMap(({ section, pieces }) => [
      { ...heading(1, markedOurs(section.title)), place: `section/${section.id}` },
      ...pieces.flatMap(pieceNodes),
    ]),
  ]
}

/** Screen readers and PDF/UA require consecutive levels, whatever precedes the first heading. */
function withoutSkippedLevels(nodes: readonly DocumentBlock[]): DocumentBlock[] {
  let above = 0
  return nodes.map((node) => {
    if (node.kind !== 'heading') return node
    above = Math.min(node.level, above + 1)
    return { ...node, level: headingLevel(above) }
  })
}
