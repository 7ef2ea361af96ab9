import { Fragment } from 'react'
import * as actionText from '#client/text/actions.ts'
import * as shortcutsText from '#client/text/shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import './shortcuts-dialog.css'

const groups = [
  {
    title: shortcutsText.everywhere,
    keys: [
      [shortcutsText.undoKeys, shortcutsText.undo],
      [shortcutsText.redoKeys, shortcutsText.redo],
      [shortcutsText.findKeys, shortcutsText.find],
      [shortcutsText.fieldKeys, shortcutsText.field],
      [shortcutsText.replyKeys, shortcutsText.reply],
      [shortcutsText.threadKeys, shortcutsText.thread],
    ],
  },
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

export function ShortcutsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      title={shortcutsText.title}
      isOpen={isOpen}
      onClose={onClose}
      isWide
      actions={<Button onPress={onClose}>{actionText.close}</Button>}
    >
      {groups.map((group) => (
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
