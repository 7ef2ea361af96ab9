import { formatList } from '../format-list.ts'
import type { Block } from './blocks.ts'
import type { Format, Section } from './definition.ts'

/** The mark beside a part that the issuer does not ask for. */
export const notInForm = 'niet in het formulier'

const mark = ` (${notInForm})`

/** A title or label in print: no reader may take the part below it for official. */
export function markedOurs(name: string): string {
  return `${name.replace(/:$/, '')}${mark}`
}

/** The name of a part that a document marks as ours; null without the mark. */
export function nameOfOurs(text: string): string | null {
  const line = text.trim()
  return line.endsWith(mark) ? line.slice(0, -mark.length) : null
}

/** `Trekker (niet in het formulier): Saar` as the label of the format. */
export function withoutMark(text: string): string {
  return text.replace(`${mark}:`, ':')
}

export const isOurs = (part: Pick<Block, 'source'>): boolean => part.source === 'ours'

/**
 * False for a form that its issuer does not publish: all of it is ours, and it says so once
 * instead of at every block.
 */
export function hasOfficialForm({ isUnpublished }: Pick<Format, 'isUnpublished'>): boolean {
  return isUnpublished !== true
}

/** Whether nothing of a section is in the form of the issuer. */
export function isOwnSection(section: Section): boolean {
  return section.blocks.every(isOurs)
}

/** Whether the screen marks a section as a whole. What is kept during the year says so itself. */
export function isMarkedSection(format: Format, section: Section): boolean {
  return section.part === 'plan' && isOwnSection(section) && hasOfficialForm(format)
}

/** Whether the screen marks a block: not where its section or the whole plan says so already. */
export function isMarkedBlock(format: Format, id: string): boolean {
  const section = format.sections.find(({ blocks }) => blocks.some((block) => block.id === id))
  if (section === undefined || section.part !== 'plan' || isOwnSection(section)) return false
  return section.blocks.some((block) => block.id === id && isOurs(block))
}

/** A column that is ours, in a table of the form that has columns of its own too. */
export function isMarkedColumn(
  table: Pick<Block, 'source'> & { columns: readonly Pick<Block, 'source'>[] },
  column: Pick<Block, 'source'>,
): boolean {
  return !isOurs(table) && isOurs(column) && !table.columns.every(isOurs)
}

/**
 * The form without the columns that are ours in its own tables. Columns that answer an open box of the form stay: without
 * them the box would be empty.
 */
export function withoutAddedColumns(format: Format): Format {
  return {
    ...format,
    sections: format.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block) =>
        block.kind === 'table'
          ? {
              ...block,
              columns: block.columns.filter(
                (column) =>
                  column.isTitle || column.id === 'group' || !isMarkedColumn(block, column),
              ),
            }
          : block,
      ),
    })),
  }
}

/** Above a list of its own that the form does not have. */
export function listNotInForm({ issuer }: Format): string {
  return `Deze lijst staat niet in het formulier van ${issuer}.`
}

/** Above a table of the form, for the columns that the form does not have. */
export function columnsNotInForm(labels: readonly string[]): string {
  return `Niet in het formulier: ${formatList(labels.map((label) => `‘${label}’`))}.`
}

/** The chapter behind the form for what the form does not ask. */
export const additionsTitle = 'Aanvullingen'

export function additionsIntro({ issuer }: Format): string {
  return `De onderdelen in dit hoofdstuk staan niet in het formulier van ${issuer}. Het team heeft ze zelf toegevoegd.`
}

/** The line below an answer of the form, for the reader who looks for the rest there. */
export function additionsPointer(names: readonly string[]): string {
  return `Zie ook bij ‘${additionsTitle}’, achter het formulier: ${formatList(names)}.`
}

export function isAdditionsPointer(text: string): boolean {
  return text.trim().startsWith(`Zie ook bij ‘${additionsTitle}’, achter het formulier: `)
}

/** Above the sums per group of a form that prints none. */
export const groupSumsLabel = 'Totaal per onderdeel'

/** The line above a plan whose issuer does not publish its form. */
export function ownLayout({ issuer }: Format): string {
  return `De indeling van dit plan komt van Wijktafel en niet van ${issuer}.`
}
