import { readFileSync } from 'node:fs'
import {
  AlignmentType,
  Document,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalMergeType,
} from 'docx'

/** The source forms as someone gets them in Word, filled in. */

export const sourceLines = (id: string): string[] =>
  readFileSync(new URL(`../fixtures/sources/${id}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')

type Part = Paragraph | Table

export async function docxOf(children: Part[]): Promise<Uint8Array> {
  const numbered = {
    reference: 'koppen',
    levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT }],
  }
  return new Uint8Array(
    await Packer.toBuffer(
      new Document({ numbering: { config: [numbered] }, sections: [{ children }] }),
    ),
  )
}

export const line = (text: string): Paragraph => new Paragraph({ children: [new TextRun(text)] })
/** Word cuts a sentence wherever someone stopped. */
export const cutLine = (text: string): Paragraph =>
  new Paragraph({ children: [...text.matchAll(/.{1,7}/gs)].map(([piece]) => new TextRun(piece)) })
export const bold = (text: string): Paragraph =>
  new Paragraph({ children: [new TextRun({ text, bold: true })] })
export const italic = (text: string): Paragraph =>
  new Paragraph({ children: [new TextRun({ text, italics: true })] })
export const bullet = (text: string): Paragraph =>
  new Paragraph({ bullet: { level: 0 }, children: [new TextRun(text)] })
export const title = (text: string): Paragraph =>
  new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(text)] })
/** The number is Word's own and no part of the words. */
export const numberedTitle = (text: string): Paragraph =>
  new Paragraph({
    heading: HeadingLevel.HEADING_1,
    numbering: { reference: 'koppen', level: 0 },
    children: [new TextRun(text)],
  })

/** A frame of one column, a row for each list of lines. */
export const box = (...rows: Paragraph[][]): Table =>
  new Table({
    rows: rows.map((children) => new TableRow({ children: [new TableCell({ children })] })),
  })

type Cell = string | { text: string; across?: number; merge?: 'start' | 'on' }
export function grid(rows: Cell[][]): Table {
  return new Table({
    rows: rows.map(
      (cells) =>
        new TableRow({
          children: cells.map((cell) => {
            const { text, across, merge } =
              typeof cell === 'string'
                ? { text: cell, across: undefined, merge: undefined }
                : { across: undefined, merge: undefined, ...cell }
            return new TableCell({
              ...(across === undefined ? {} : { columnSpan: across }),
              ...(merge === undefined
                ? {}
                : {
                    verticalMerge:
                      merge === 'start' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE,
                  }),
              children: [line(text)],
            })
          }),
        }),
    ),
  })
}
