import type { UseMutationResult } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import * as actionText from '#client/text/actions.ts'
import { formatUntil } from '#client/text/moment.ts'
import * as uiText from '#client/text/ui.ts'
import type { HandedLink } from '#shared/api/handed-links.ts'
import { Button } from './button.tsx'
import { CopyLink } from './copy-link.tsx'
import { Dialog } from './dialog.tsx'
import { RefusalText } from './refusal-text.tsx'

type HandedLinkDialogProps = {
  /** The person who can't sign in any more. */
  name: string
  isOpen: boolean
  onClose: () => void
  link: Pick<UseMutationResult<HandedLink, Error, never>, 'data' | 'error' | 'isPending' | 'reset'>
  makeLabel: string
  onMake: () => void
  /** The consequences of the link, shown before it is made. */
  children: ReactNode
}

/** Makes a sign-in link for another person, to hand over. It is shown only once. */
export function HandedLinkDialog({
  name,
  isOpen,
  onClose,
  link,
  makeLabel,
  onMake,
  children,
}: HandedLinkDialogProps) {
  const id = useId()
  const close = () => {
    onClose()
    link.reset()
  }
  return (
    <Dialog
      title={uiText.linkFor(name)}
      isOpen={isOpen}
      onClose={close}
      actions={
        link.data === undefined ? (
          <>
            <Button onPress={close}>{actionText.cancel}</Button>
            <Button kind="primary" isPending={link.isPending} onPress={onMake}>
              {makeLabel}
            </Button>
          </>
        ) : (
          <Button onPress={close}>{actionText.done}</Button>
        )
      }
    >
      {link.data === undefined ? (
        children
      ) : (
        <>
          <p>{uiText.linkText(name, formatUntil(link.data.expiresAt))}</p>
          <CopyLink id={id} label={uiText.link} url={link.data.url} />
        </>
      )}
      <RefusalText error={link.error} />
    </Dialog>
  )
}
