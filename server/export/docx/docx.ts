import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  type Table,
  TabStopType,
  TextRun,
} from 'docx'
import { textWidth } from '../document/column-widths.ts'
import { type Orientation, splitByOrientation } from '../document/document-pages.ts'
import { withSignSheet } from '../document/document-sign-sheet.ts'
import { type DocumentTree, standLine } from '../document/document-tree.ts'
import { docxBlocks } from './docx-blocks.ts'
import { docxComments } from './docx-comments.ts'
import { type DocxPlace, ListCounter } from './docx-place.ts'
import { docxRuns } from './docx-runs.ts'
import { page, style, styles } from './docx-styles.ts'

/**
 * The tree as a Word document: real headings, lists and header rows, so that it can be worked on
 * and read aloud (T5).
 */
export async function writeDocx(tree: DocumentTree): Promise<Uint8Array> {
  const lists = new ListCounter()
  const sections = splitByOrientation(withSignSheet(tree)).map((part, index): ISectionOptions => {
    const children = docxBlocks(part.nodes, placeOf(part.orientation), lists)
    return section(tree, part.orientation, index === 0 ? [...head(tree), ...children] : children)
  })
  const document = new Document({
    title: tree.title,
    subject: tree.subtitle ?? tree.meta.formatName,
    creator: tree.meta.team === '' ? 'Wijktafel' : tree.meta.team,
    lastModifiedBy: 'Wijktafel',
    description: `${tree.meta.status}, stand van ${tree.meta.generatedAt}, wijziging ${tree.meta.seq}`,
    styles,
    ...(tree.comments === undefined ? {} : { comments: { children: docxComments(tree) } }),
    hyphenation: { autoHyphenation: true, doNotHyphenateCaps: true },
    compatabilityModeVersion: 15,
    sections,
  })
  return new Uint8Array(await Packer.toBuffer(document))
}

const placeOf = (orientation: Orientation): DocxPlace => ({
  width: textWidth[orientation],
  text: style.body,
  listLevel: -1,
})

function head(tree: DocumentTree): Paragraph[] {
  return [
    new Paragraph({
      heading: HeadingLevel.TITLE,
      children: docxRuns([tree.titleRun ?? { text: tree.title }]),
    }),
    ...(tree.subtitle === undefined
      ? []
      : [new Paragraph({ style: style.subtitle, children: docxRuns([{ text: tree.subtitle }]) })]),
    new Paragraph({ style: style.status, children: docxRuns([{ text: standLine(tree) }]) }),
  ]
}

function section(
  tree: DocumentTree,
  orientation: Orientation,
  children: (Paragraph | Table)[],
): ISectionOptions {
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      page: {
        size: {
          width: page.width,
          height: page.height,
          orientation:
            orientation === 'landscape' ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: {
          top: page.margin,
          bottom: page.margin,
          left: page.margin,
          right: page.margin,
          footer: page.footer,
        },
      },
    },
    footers: { default: footer(tree, textWidth[orientation]) },
    children,
  }
}

function footer(tree: DocumentTree, width: number): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: style.status,
        alignment: AlignmentType.LEFT,
        tabStops: [{ type: TabStopType.RIGHT, position: width }],
        children: [
          new TextRun({ text: `${tree.title} · ${tree.meta.status}` }),
          new TextRun({
            children: ['\tPagina ', PageNumber.CURRENT, ' van ', PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  })
}
