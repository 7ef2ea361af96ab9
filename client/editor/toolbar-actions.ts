import type { Editor } from '@tiptap/core'
import type {} from '@tiptap/extension-list'
import type {} from '@tiptap/extension-table'
// The types of the commands are declared by the packages that add them.
import type {} from '@tiptap/starter-kit'
import {
  BetweenHorizontalEnd,
  BetweenHorizontalStart,
  BetweenVerticalEnd,
  BetweenVerticalStart,
  Bold,
  Heading1,
  Heading2,
  Italic,
  List,
  ListOrdered,
  type LucideIcon,
  Quote,
  Table,
  TableColumnsSplit,
  TableRowsSplit,
  Trash2,
} from 'lucide-react'

/** A button that acts on the text with focus. */
export type ToolbarAction = {
  id: string
  label: string
  icon: LucideIcon
  /** In the notation of TipTap: `Mod-b`. */
  keys?: string
  /** For a mark or block that is on or off; without it the button has no pressed state. */
  isOn?: (editor: Editor) => boolean
  run: (editor: Editor) => void
}

export type ToolbarGroup = {
  id: string
  actions: readonly ToolbarAction[]
  isOnlyInTable?: boolean
}

const chain = (editor: Editor) => editor.chain().focus()

export const toolbarGroups: readonly ToolbarGroup[] = [
  {
    id: 'marks',
    actions: [
      {
        id: 'bold',
        label: 'Vet',
        icon: Bold,
        keys: 'Mod-b',
        isOn: (editor) => editor.isActive('bold'),
        run: (editor) => chain(editor).toggleBold().run(),
      },
      {
        id: 'italic',
        label: 'Cursief',
        icon: Italic,
        keys: 'Mod-i',
        isOn: (editor) => editor.isActive('italic'),
        run: (editor) => chain(editor).toggleItalic().run(),
      },
    ],
  },
  {
    id: 'blocks',
    actions: [
      {
        id: 'heading',
        label: 'Kop',
        icon: Heading1,
        keys: 'Mod-Alt-2',
        isOn: (editor) => editor.isActive('heading', { level: 2 }),
        run: (editor) => chain(editor).toggleHeading({ level: 2 }).run(),
      },
      {
        id: 'subheading',
        label: 'Tussenkop',
        icon: Heading2,
        keys: 'Mod-Alt-3',
        isOn: (editor) => editor.isActive('heading', { level: 3 }),
        run: (editor) => chain(editor).toggleHeading({ level: 3 }).run(),
      },
      {
        id: 'bullets',
        label: 'Opsomming',
        icon: List,
        keys: 'Mod-Shift-8',
        isOn: (editor) => editor.isActive('bulletList'),
        run: (editor) => chain(editor).toggleBulletList().run(),
      },
      {
        id: 'numbers',
        label: 'Genummerde lijst',
        icon: ListOrdered,
        keys: 'Mod-Shift-7',
        isOn: (editor) => editor.isActive('orderedList'),
        run: (editor) => chain(editor).toggleOrderedList().run(),
      },
      {
        id: 'quote',
        label: 'Citaat',
        icon: Quote,
        keys: 'Mod-Shift-b',
        isOn: (editor) => editor.isActive('blockquote'),
        run: (editor) => chain(editor).toggleBlockquote().run(),
      },
      {
        id: 'table',
        label: 'Tabel invoegen',
        icon: Table,
        run: (editor) => chain(editor).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
      },
    ],
  },
  {
    id: 'table',
    isOnlyInTable: true,
    actions: [
      {
        id: 'rowBefore',
        label: 'Rij erboven',
        icon: BetweenHorizontalEnd,
        run: (editor) => chain(editor).addRowBefore().run(),
      },
      {
        id: 'rowAfter',
        label: 'Rij eronder',
        icon: BetweenHorizontalStart,
        run: (editor) => chain(editor).addRowAfter().run(),
      },
      {
        id: 'rowRemove',
        label: 'Rij verwijderen',
        icon: TableRowsSplit,
        run: (editor) => chain(editor).deleteRow().run(),
      },
      {
        id: 'columnBefore',
        label: 'Kolom ervoor',
        icon: BetweenVerticalEnd,
        run: (editor) => chain(editor).addColumnBefore().run(),
      },
      {
        id: 'columnAfter',
        label: 'Kolom erna',
        icon: BetweenVerticalStart,
        run: (editor) => chain(editor).addColumnAfter().run(),
      },
      {
        id: 'columnRemove',
        label: 'Kolom verwijderen',
        icon: TableColumnsSplit,
        run: (editor) => chain(editor).deleteColumn().run(),
      },
      {
        id: 'tableRemove',
        label: 'Tabel verwijderen',
        icon: Trash2,
        run: (editor) => chain(editor).deleteTable().run(),
      },
    ],
  },
]

/** A shortcut as this keyboard shows it. */
export function shortcutText(keys: string, isApple: boolean): string {
  const names: Record<string, string> = isApple
    ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' }
    : { Mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift' }
  const parts = keys.split('-').map((part) => names[part] ?? part.toUpperCase())
  return parts.join(isApple ? '' : '+')
}
