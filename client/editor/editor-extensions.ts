import type { AnyExtension } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import type * as Y from 'yjs'
import { richTextExtensions } from '#shared/richtext/extensions.ts'
import type { Place } from '../sync/place.ts'
import type { EditableSession } from '../sync/session/session.ts'
import { scopedAwareness, scopeOf } from './awareness-scope.ts'
import { BsnGuard } from './bsn-guard.ts'
import { renderCaret, renderSelection } from './caret.ts'
import { CommentHighlights } from './comment-highlights.ts'
import { FilledCells, withFilledCells } from './filled-cells.ts'
import { LargePaste } from './large-paste.ts'
import { LeaveKeys } from './leave-keys.ts'
import { LinkKey } from './link-key.ts'
import { withoutBlocksInItems } from './no-blocks-in-items.ts'
import { OwnEdits } from './own-edits.ts'
import { Placeholder } from './placeholder.ts'
import { ReadingKeys } from './reading-keys.ts'
import { SelectionBeforeKeys } from './selection-before-keys.ts'

export type EditorParts = {
  /** Null for a text that is only read: nothing to undo, and nobody's caret. */
  session: EditableSession | null
  fragment: Y.XmlFragment
  place: Place
  placeholder?: string | undefined
}

type UndoOptions = NonNullable<Parameters<typeof Collaboration.configure>[0]>['yUndoOptions']

/** The one schema, plus what joins an editor to the plan. */
export function editorExtensions({
  session,
  fragment,
  place,
  placeholder,
}: EditorParts): AnyExtension[] {
  return [
    ...richTextExtensions().map((extension) => withFilledCells(withoutBlocksInItems(extension))),
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
              undoManager: session.undo.forEditor(),
            } as unknown as NonNullable<UndoOptions>,
          }),
    }),
    ...(session === null ? [] : [caretsOf(session, place)]),
    Placeholder.configure({ text: placeholder }),
    CommentHighlights.configure({ fragment, place }),
  ]
}

function caretsOf({ awareness }: EditableSession, place: Place): AnyExtension {
  return CollaborationCaret.configure({
    provider: { awareness: scopedAwareness(awareness, scopeOf(place)) },
    render: renderCaret,
    selectionRender: renderSelection,
  })
}
