import {
  AlignmentType,
  BorderStyle,
  HeadingLevel as DocxHeading,
  type IParagraphOptions,
  Paragraph,
  type Table,
} from 'docx'
import type { DocumentBlock, HeadingLevel, Run } from '../document/document-tree.ts'
import { docxPicture } from './docx-picture.ts'
import { type DocxPlace, gap, type ListCounter } from './docx-place.ts'
import { docxRuns } from './docx-runs.ts'
import { grey, lastListLevel, listIndent, listLevels, style } from './docx-styles.ts'
import { docxTables } from './docx-table.ts'

const headings = {
  1: DocxHeading.HEADING_1,
  2: DocxHeading.HEADING_2,
  3: DocxHeading.HEADING_3,
  4: DocxHeading.HEADING_4,
  5: DocxHeading.HEADING_5,
  6: DocxHeading.HEADING_6,
} as const satisfies Record<HeadingLevel, string>

const roleStyles = { label: style.label, note: style.status } as const

type Numbering = NonNullable<Exclude<IParagraphOptions['numbering'], false>>

export function docxBlocks(
  blocks: readonly DocumentBlock[],
  place: DocxPlace,
  lists: ListCounter,
): (Paragraph | Table)[] {
  return blocks.flatMap((block) => docxBlock(block, place, lists))
}

function docxBlock(
  block: DocumentBlock,
  place: DocxPlace,
  lists: ListCounter,
): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: headings[block.level],
          // In the head of a box: its line is the edge of the box.
          ...(place.bold === true ? { spacing: { before: 60, after: 60 }, border: {} } : {}),
          children: docxRuns(
            block.number === undefined ? block.runs : [{ text: `${block.number} ` }, ...block.runs],
          ),
        }),
      ]
    case 'paragraph':
      return [
        block.role === 'body'
          ? textParagraph(block.runs, place)
          : new Paragraph({ style: roleStyles[block.role], children: docxRuns(block.runs) }),
      ]
    case 'list':
      return listBlocks(block, place, lists)
    case 'quote':
      return docxBlocks(
        block.content,
        {
          ...place,
          text: place.text === style.body ? style.quote : place.text,
          indent: (place.indent ?? 0) + 400,
        },
        lists,
      )
    case 'rule':
      return [
        new Paragraph({
          style: place.text,
          border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1, color: grey.line } },
        }),
      ]
    case 'picture':
      return [docxPicture(block, place)]
    case 'table':
      return docxTables(block, place, (blocks, cell) => docxBlocks(blocks, cell, lists))
    case 'guidance': {
      const guided = { ...place, text: style.guidance, indent: 170 }
      const title =
        block.title === undefined
          ? []
          : [
              new Paragraph({
                style: style.guidance,
                keepNext: true,
                children: docxRuns([{ text: block.title, bold: true }]),
              }),
            ]
      // Some space: the text after the guidance belongs to the plan again.
      return [...title, ...docxBlocks(block.content, guided, lists), gap()]
    }
  }
}

function textParagraph(runs: readonly Run[], place: DocxPlace, numbering?: Numbering): Paragraph {
  return new Paragraph({
    style: place.text,
    children: docxRuns(runs, place.bold === true ? { bold: true } : {}),
    ...(place.align === 'right' ? { alignment: AlignmentType.RIGHT } : {}),
    ...(place.keepNext === true ? { keepNext: true } : {}),
    ...(numbering === undefined
      ? place.indent === undefined
        ? {}
        : { indent: { left: place.indent } }
      : { numbering }),
  })
}

type List = Extract<DocumentBlock, { kind: 'list' }>

function listBlocks(list: List, place: DocxPlace, lists: ListCounter): (Paragraph | Table)[] {
  const level = Math.min(place.listLevel + 1, lastListLevel)
  const numbering: Numbering = {
    reference: {
      reference: list.ordered ? `numbers-from-${list.start}` : 'bullets',
      levels: listLevels(list),
    },
    level,
    instance: lists.next(),
    custom: true,
  }
  const inItem: DocxPlace = { ...place, listLevel: level, indent: listIndent(level) }
  return list.items.flatMap((item) => {
    const [first, ...rest] = item
    // An item that starts with a list or a table has its own bullet, as on screen.
    if (first?.kind !== 'paragraph')
      return [textParagraph([], inItem, numbering), ...docxBlocks(item, inItem, lists)]
    return [textParagraph(first.runs, inItem, numbering), ...docxBlocks(rest, inItem, lists)]
  })
}
