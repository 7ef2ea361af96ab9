import { type AnyExtension, Extension, InputRule } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import type { DecorationAttrs } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { richTextExtensions } from '#shared/richtext/extensions.ts'
import type { Place } from '../sync/place.ts'
import type { WholeView } from '../sync/session/session.ts'
import { scopedAwareness, scopeOf } from './awareness-scope.ts'
import { BsnGuard } from './bsn-guard.ts'
import { CommentHighlights } from './comment-highlights.ts'
import { Composition } from './composition/composition.ts'
import { KeptCaret } from './composition/kept-caret.ts'
import { FilledCells, withFilledCells } from './filled-cells.ts'
import { FindHighlights } from './find-highlights.ts'
import { LargePaste } from './large-paste.ts'
import { LeaveKeys } from './leave-keys.ts'
import { LinkKey } from './link-key.ts'
import { OwnEdits } from './own-edits.ts'
import { EditorPicture } from './picture/picture-input.ts'
import { ReadingKeys } from './reading-keys.ts'
import { SelectionBeforeKeys } from './selection-before-keys.ts'
import './field-editor.css'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'

export type EditorParts = {
  /** Null for a text of which nobody else has the plan open: no shared undo, and no carets. */
  session: WholeView | null
  fragment: Y.XmlFragment
  place: Place
  placeholder?: string | undefined
}

type UndoOptions = NonNullable<Parameters<typeof Collaboration.configure>[0]>['yUndoOptions']

/** The one schema, plus the extensions that connect an editor to the plan. */
export function editorExtensions({
  session,
  fragment,
  place,
  placeholder,
}: EditorParts): AnyExtension[] {
  return [
    ...richTextExtensions()
      .filter(({ name }) => name !== EditorPicture.name)
      .map((extension) => withFilledCells(withoutBlocksInItems(extension))),
    EditorPicture.configure({ planId: session?.planId ?? null }),
    FilledCells,
    OwnEdits,
    SelectionBeforeKeys,
    LeaveKeys,
    LinkKey,
    ReadingKeys,
    BsnGuard.configure({ place }),
    LargePaste,
    // The options' type leaves `undoManager` out, which the plugin does take.
    Collaboration.configure({
      fragment,
      ...(session === null
        ? {}
        : {
            yUndoOptions: {
              undoManager: session.undoOfText(),
            } as unknown as NonNullable<UndoOptions>,
          }),
    }),
    ...(session === null ? [] : [caretsOf(session, place)]),
    Composition.configure({ session, fragment }),
    KeptCaret.configure({ session, fragment }),
    Placeholder.configure({ text: placeholder }),
    CommentHighlights.configure({ fragment, place }),
    FindHighlights.configure({ place }),
  ]
}

function caretsOf({ awareness }: WholeView, place: Place): AnyExtension {
  return CollaborationCaret.configure({
    provider: { awareness: scopedAwareness(awareness, scopeOf(place)) },
    render: renderCaret,
    selectionRender: renderSelection,
  })
}

/** Someone else's caret, with their name and discipline on it. */
function renderCaret(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'caret'
  caret.style.setProperty('--caret', String(user['color']))
  const label = document.createElement('span')
  label.className = 'caret-label'
  // Text content would be found, copied and read out in the middle of the sentence.
  label.dataset['name'] = String(user['name'])
  caret.setAttribute('aria-hidden', 'true')
  // Word joiners: without them browsers break the line, or put the cursor, inside the caret.
  caret.append('\u2060', label, '\u2060')
  return caret
}

function renderSelection(user: Record<string, unknown>): DecorationAttrs {
  return { class: 'caret-selection', style: `--caret: ${String(user['color'])}` }
}

/** The placeholder of an empty text, including one without a paragraph, which is how the texts of a new plan start. */
const Placeholder = Extension.create<{ text: string | undefined }>({
  name: 'placeholder',
  addOptions: () => ({ text: undefined }),
  addProseMirrorPlugins() {
    const { text } = this.options
    const blank = {
      class: 'is-blank',
      ...(text === undefined ? {} : { 'data-placeholder': text, 'aria-placeholder': text }),
    }
    return [
      new Plugin({
        key: new PluginKey('placeholder'),
        props: { attributes: (state) => (isBlank(state.doc) ? blank : {}) },
      }),
    ]
  },
})

function isBlank(doc: Node): boolean {
  const only = doc.childCount === 1 ? doc.firstChild : null
  return doc.childCount === 0 || (only?.type.name === 'paragraph' && only.childCount === 0)
}

const starters = new Set(['bulletList', 'orderedList', 'blockquote'])

/**
 * Typing "1. " or "> " in a list item stays text, as in any word processor. A strict schema would not allow such a block in
 * an item; our permissive schema would create it.
 */
function withoutBlocksInItems(extension: AnyExtension): AnyExtension {
  if (!starters.has(extension.name)) return extension
  return (extension as Extension).extend({
    addInputRules() {
      const rules = this.parent?.() ?? []
      return rules.map(
        (rule) =>
          new InputRule({
            find: rule.find,
            handler: (props) => (this.editor.isActive('listItem') ? null : rule.handler(props)),
          }),
      )
    },
  })
}
