import {
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  type ICommentOptions,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx'
import { initialsOf } from '#shared/text/initials.ts'
import type { DocumentTree, Run } from '../document/document-tree.ts'

/**
 * Comments in Word's structure: replies are linked to the first comment, and a resolved thread is
 * marked as resolved.
 */
export function docxComments({ comments = [] }: DocumentTree): ICommentOptions[] {
  return comments.map(({ id, parent, author, at, lines, isResolved }) => ({
    id,
    author,
    initials: initialsOf(author),
    date: new Date(at),
    children: lines.map((text) => new Paragraph({ children: [new TextRun({ text })] })),
    resolved: isResolved,
    ...(parent === undefined ? {} : { parentId: parent }),
  }))
}

/** The run between the marks of a comment's begin and end. */
export function withComments(
  { commentStarts = [], commentEnds = [] }: Run,
  children: ParagraphChild[],
): ParagraphChild[] {
  return [
    ...commentStarts.map((id) => new CommentRangeStart(id)),
    ...children,
    ...commentEnds.flatMap((id) => [
      new CommentRangeEnd(id),
      new TextRun({ children: [new CommentReference(id)] }),
    ]),
  ]
}
