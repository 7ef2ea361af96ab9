import {
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  type ICommentOptions,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx'
import { initialsOf } from '#shared/protocol/messages.ts'
import type { DocumentTree, Run } from '../document/document-tree.ts'

/** Comments as Word keeps them: answers hang on the first, and a thread that is dealt with is marked as resolved. */
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

/** The run between the signs that a comment begins and ends there. */
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
