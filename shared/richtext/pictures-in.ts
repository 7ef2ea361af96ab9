import { isFileId } from '../files/file-id.ts'
import type { RichNode } from './rich-doc.ts'

/** The ids of the pictures in a text, in order; the same one once. */
export function picturesIn(node: RichNode, found: Set<string> = new Set()): Set<string> {
  if (node.type === 'picture' && isFileId(node.attrs?.['file'])) found.add(node.attrs['file'])
  for (const child of node.content ?? []) picturesIn(child, found)
  return found
}
