import { ExternalHyperlink, type ParagraphChild, TextRun } from 'docx'
import type { Run } from '../document/document-tree.ts'
import { withComments } from './docx-comments.ts'

export type RunOptions = { bold?: boolean }

export function docxRuns(runs: readonly Run[], options: RunOptions = {}): ParagraphChild[] {
  return runs.flatMap((run): ParagraphChild[] =>
    withComments(
      run,
      run.link === undefined
        ? textRuns(run, options)
        : [
            new ExternalHyperlink({
              link: run.link,
              children: textRuns(run, { ...options, isLink: true }),
            }),
          ],
    ),
  )
}

/**
 * One run per line. Always as `text`: the library interprets words such as CURRENT among `children`
 * as a page number, so a word of the plan could print as one.
 */
function textRuns(run: Run, options: RunOptions & { isLink?: boolean }): TextRun[] {
  return run.text.split('\n').map(
    (text, line) =>
      new TextRun({
        text,
        ...(line > 0 ? { break: 1 } : {}),
        ...(run.bold || options.bold ? { bold: true } : {}),
        ...(run.italic ? { italics: true } : {}),
        ...(run.strike ? { strike: true } : {}),
        ...(run.code ? { font: 'Consolas' } : {}),
        ...(options.isLink ? { style: 'Hyperlink' } : {}),
      }),
  )
}
