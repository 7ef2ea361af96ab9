import { type AnyExtension, Node } from '@tiptap/core'
import { Blockquote } from '@tiptap/extension-blockquote'
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'
import { Picture } from './picture-node.ts'

/**
 * The version of the one rich text schema, for editor, server and export. Raise it when a node or
 * mark is added or changed: a client with an older number is refused (4410), because the editor's
 * binding deletes from the shared document every node that its own schema does not know.
 */
export const richTextSchemaVersion = 2

/**
 * Allowed links: http, https, mailto, tel. Any other (javascript:, data:) is dropped on reading and
 * refused by the editor.
 */
export function isSafeLink(href: unknown): href is string {
  return typeof href === 'string' && /^(https?:\/\/|mailto:|tel:)/i.test(href.trim())
}

/**
 * Permissive on purpose (`block*`, not `block+`): two people who each delete half of a list leave
 * it empty for a moment, and with a schema that requires children the binding would delete the
 * remains for everybody.
 */
const permissive = {
  doc: Node.create({ name: 'doc', topNode: true, content: 'block*' }),
  quote: Blockquote.extend({ content: 'block*' }),
  bullets: BulletList.extend({ content: 'listItem*' }),
  numbers: OrderedList.extend({ content: 'listItem*' }),
  item: ListItem.extend({ content: 'block*' }),
  row: TableRow.extend({ content: '(tableCell | tableHeader)*' }),
  cell: TableCell.extend({ content: 'block*' }),
  header: TableHeader.extend({ content: 'block*' }),
  table: Table.extend({ content: 'tableRow*' }),
}

/** Without undo: the plan has one undo stack over text, cells and rows. */
export function richTextExtensions(): AnyExtension[] {
  return [
    permissive.doc,
    StarterKit.configure({
      document: false,
      undoRedo: false,
      // An empty paragraph at the end would be written by every client that opens the plan,
      // including those of readers.
      trailingNode: false,
      heading: { levels: [1, 2, 3] },
      codeBlock: false,
      blockquote: false,
      bulletList: false,
      orderedList: false,
      listItem: false,
      link: {
        openOnClick: false,
        autolink: true,
        isAllowedUri: (uri) => isSafeLink(uri),
        HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' },
      },
    }),
    permissive.quote,
    permissive.bullets,
    permissive.numbers,
    permissive.item,
    permissive.table.configure({ resizable: false }),
    permissive.row,
    permissive.header,
    permissive.cell,
    Picture,
  ]
}
