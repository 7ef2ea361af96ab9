import { Fragment } from 'react'
import * as actionText from '#client/text/actions.ts'
import * as shortcutsText from '#client/text/shortcuts.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import type { ShownAction } from './plan-actions.ts'
import './shortcuts-dialog.css'

/** Keys that belong to where one is; those of actions are in the registry. */
const groups = [
  {
    title: shortcutsText.inTable,
    keys: [
      [shortcutsText.addKeys, shortcutsText.add],
      [shortcutsText.moveKeys, shortcutsText.move],
      [shortcutsText.removeKeys, shortcutsText.remove],
    ],
  },
  {
    title: shortcutsText.inCells,
    keys: [
      [shortcutsText.cellKeys, shortcutsText.cell],
      ['←, →', shortcutsText.besideCell],
      [shortcutsText.escapeKey, shortcutsText.asItWas],
      [shortcutsText.selectKeys, shortcutsText.selectCells],
      [shortcutsText.pasteKeys, shortcutsText.pasteCells],
    ],
  },
  {
    title: shortcutsText.inComments,
    keys: [
      [shortcutsText.moveKeys, shortcutsText.otherThread],
      [shortcutsText.escapeKey, shortcutsText.backToPlan],
    ],
  },
  {
    title: shortcutsText.inText,
    keys: [
      [shortcutsText.toolbarKeys, shortcutsText.toolbar],
      [shortcutsText.leaveTextKeys, shortcutsText.leaveText],
    ],
  },
  {
    title: shortcutsText.inReadText,
    keys: [
      ['←, →', shortcutsText.word],
      [shortcutsText.selectKeys, shortcutsText.select],
    ],
  },
] as const

type ShortcutsDialogProps = {
  actions: readonly ShownAction[]
  isOpen: boolean
  onClose: () => void
}

export function ShortcutsDialog({ actions, isOpen, onClose }: ShortcutsDialogProps) {
  const everywhere = [
    ...actions.flatMap(({ keys, label }) =>
      keys === undefined ? [] : [[keys.text, label] as const],
    ),
    [shortcutsText.fieldKeys, shortcutsText.field],
    [shortcutsText.threadKeys, shortcutsText.thread],
  ] as const
  return (
    <Dialog
      title={shortcutsText.title}
      isOpen={isOpen}
      onClose={onClose}
      isWide
      actions={<Button onPress={onClose}>{actionText.close}</Button>}
    >
      {[{ title: shortcutsText.everywhere, keys: everywhere }, ...groups].map((group) => (
        <div key={group.title}>
          <h3 className="shortcuts__title">{group.title}</h3>
          <dl className="shortcuts">
            {group.keys.map(([keys, text]) => (
              <Fragment key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{text}</dd>
              </Fragment>
            ))}
          </dl>
        </div>
      ))}
      <p className="muted">{shortcutsText.onMac}</p>
    </Dialog>
  )
}
