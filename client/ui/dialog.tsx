import { type ReactNode, useState } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import * as actionText from '#client/text/actions.ts'
import * as uiText from '#client/text/ui.ts'
import { Button } from './button.tsx'
import './dialog.css'

type DialogProps = {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** The buttons; the button of the action comes last. */
  actions?: ReactNode
  isWide?: boolean
  role?: 'dialog' | 'alertdialog'
}

export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  actions,
  isWide = false,
  role = 'dialog',
}: DialogProps) {
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={isWide ? 'modal modal--wide' : 'modal'}>
        <AriaDialog className="dialog" role={role}>
          <Heading slot="title" level={2} className="dialog__title">
            {title}
          </Heading>
          {children}
          {actions !== undefined && <div className="dialog__actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

type ConfirmDialogProps = Pick<DialogProps, 'title' | 'isOpen' | 'onClose' | 'children'> & {
  /** A verb that names the action: "Plan verwijderen", never "OK". */
  confirmLabel: string
  cancelLabel?: string
  kind?: 'danger' | 'primary'
  /** The dialog closes when this resolves; a rejection is shown and leaves the dialog open. */
  onConfirm: () => Promise<unknown>
}

export function ConfirmDialog({
  title,
  isOpen,
  onClose,
  children,
  confirmLabel,
  cancelLabel = actionText.cancel,
  kind = 'danger',
  onConfirm,
}: ConfirmDialogProps) {
  const [state, setState] = useState<{ isPending: boolean; error: string | null }>({
    isPending: false,
    error: null,
  })
  const close = () => {
    setState({ isPending: false, error: null })
    onClose()
  }
  const confirm = async () => {
    setState({ isPending: true, error: null })
    try {
      await onConfirm()
      close()
    } catch (error) {
      setState({
        isPending: false,
        error: error instanceof Error ? error.message : uiText.failedTryAgain,
      })
    }
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={close}
      role="alertdialog"
      actions={
        <>
          <Button onPress={close}>{cancelLabel}</Button>
          <Button kind={kind} isPending={state.isPending} onPress={() => void confirm()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      <div role="alert">{state.error !== null && <p className="error-text">{state.error}</p>}</div>
    </Dialog>
  )
}
