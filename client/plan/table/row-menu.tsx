import { EllipsisVertical } from 'lucide-react'
import { beginThread } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { attachmentTexts } from '#client/text/attachment-texts.ts'
import { Menu, type MenuAction } from '#client/ui/menu.tsx'
import { can } from '#shared/access.ts'
import { askedAttachments } from '../attachments/asked-attachments.ts'
import { AttachmentsButton } from '../attachments/attachments-button.tsx'
import type { LineEntry, RowActions } from './use-row-actions.ts'
import './row-menu.css'
import '#client/ui/button.css'

/** A closing menu returns the focus to its button first. */
const afterMenuMs = 80

type RowMenuProps = {
  tableId: string
  rowId: string
  /** "thema 1: Kwetsbare ouderen": distinguishes the "Acties" buttons of a page. */
  name: string
  /** Null where rows are only read. */
  actions: RowActions | null
  /** The groups that this row can move to. */
  groups?: readonly { id: string; label: string }[]
  /** The kind of line that this line can be turned into. */
  turnInto?: LineEntry | undefined
}

export function RowMenu({ tableId, rowId, name, actions, groups = [], turnInto }: RowMenuProps) {
  const { role, session } = usePlanContext()
  const target = { kind: 'row', table: tableId, row: rowId } as const
  const attachments: MenuAction = {
    id: 'attachments',
    label: attachmentTexts.menu,
    onAction: () => setTimeout(() => askedAttachments.set({ target, name }), afterMenuMs),
  }
  const comment: MenuAction = {
    id: 'comment',
    label: 'Reageren',
    onAction: () => setTimeout(() => beginThread({ target }), afterMenuMs),
  }
  const changes = actions === null ? [] : changesOf(actions, { rowId, groups, turnInto })
  const items = [
    ...changes,
    ...(can(role, 'comment') ? [comment] : []),
    ...(session.kind === 'frozen' ? [] : [attachments]),
    ...(actions === null ? [] : [removal(actions, rowId)]),
  ]
  return (
    <>
      <AttachmentsButton target={target} name={name} />
      <Menu
        label={`Acties voor ${name}`}
        triggerClass="button button--quiet button--icon row-menu"
        trigger={<EllipsisVertical className="icon" aria-hidden="true" />}
        actions={items}
      />
    </>
  )
}

function changesOf(
  actions: RowActions,
  { rowId, groups = [], turnInto }: Pick<RowMenuProps, 'rowId' | 'groups' | 'turnInto'>,
): MenuAction[] {
  return [
    { id: 'up', label: 'Omhoog', onAction: () => actions.step(rowId, -1) },
    { id: 'down', label: 'Omlaag', onAction: () => actions.step(rowId, 1) },
    ...groups.map((group) => ({
      id: `group-${group.id}`,
      label: `Naar ${group.label}`,
      onAction: () => actions.moveInto(rowId, group.id),
    })),
    ...(turnInto === undefined
      ? []
      : [
          {
            id: 'entry',
            label:
              turnInto === 'amount' ? 'Wijzigen in regel met bedrag' : 'Wijzigen in regel met uren',
            onAction: () => actions.setEntry(rowId, turnInto),
          },
        ]),
    { id: 'below', label: 'Hieronder toevoegen', onAction: () => actions.add({ afterId: rowId }) },
  ]
}

function removal(actions: RowActions, rowId: string): MenuAction {
  return {
    id: 'remove',
    label: 'Verwijderen',
    isDanger: true,
    onAction: () => actions.remove(rowId),
  }
}
