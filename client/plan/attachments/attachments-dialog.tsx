import { Trash2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { addressOf, isOffline } from '#client/api.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import {
  attachmentsAt,
  useAttachments,
  useChangeAttachments,
} from '#client/hooks/use-attachments.ts'
import * as actionText from '#client/text/actions.ts'
import { attachmentTexts } from '#client/text/attachment-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog, Dialog } from '#client/ui/dialog.tsx'
import { Loading } from '#client/ui/loading.tsx'
import { type Attachment, getFile } from '#shared/api/files.ts'
import { fileKinds } from '#shared/files/file-kinds.ts'
import type { Target } from '#shared/plan/content.ts'
import { askedAttachments } from './asked-attachments.ts'
import './attachments-dialog.css'

const accept = Object.values(fileKinds)
  .flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`))
  .join()

/** The attachments at a place of the plan: to open, and for an editor to add and remove. */
export function AttachmentsDialog({ target, name }: { target: Target; name: string }) {
  const { planId, edit } = usePlanContext()
  const { data, error, isPending } = useAttachments(planId)
  const { remove } = useChangeAttachments(planId)
  const [asked, setAsked] = useState<Attachment | null>(null)
  const [said, setSaid] = useState('')
  const here = attachmentsAt(data, target)
  return (
    <Dialog
      title={attachmentTexts.title(name)}
      isOpen
      onClose={() => askedAttachments.set(null)}
      actions={<Button onPress={() => askedAttachments.set(null)}>{actionText.close}</Button>}
    >
      <div className="attachments">
        {isPending && error === null ? (
          <Loading label={attachmentTexts.loading} lines={2} />
        ) : error !== null && data === undefined ? (
          <p role="alert">{isOffline(error) ? attachmentTexts.offline : attachmentTexts.failed}</p>
        ) : here.length === 0 ? (
          <p>{edit === null ? attachmentTexts.none : attachmentTexts.noneYet}</p>
        ) : (
          <ul className="attachments__list">
            {here.map((attachment) => (
              <Item
                key={attachment.id}
                attachment={attachment}
                onRemove={edit === null ? null : () => setAsked(attachment)}
              />
            ))}
          </ul>
        )}
        {edit !== null && <AddAttachments target={target} onSaid={setSaid} />}
        <p role="status" className="attachments__said">
          {said}
        </p>
      </div>
      {asked !== null && (
        <ConfirmDialog
          title={attachmentTexts.removeTitle}
          isOpen
          onClose={() => setAsked(null)}
          confirmLabel={actionText.remove}
          onConfirm={async () => {
            await remove(asked.id)
            setSaid(attachmentTexts.removed(asked.name))
          }}
        >
          <p>{attachmentTexts.removeText(asked.name)}</p>
        </ConfirmDialog>
      )}
    </Dialog>
  )
}

function Item({
  attachment: { id, name, bytes, addedBy, addedAt },
  onRemove,
}: {
  attachment: Attachment
  onRemove: (() => void) | null
}) {
  return (
    <li className="attachments__item">
      <div>
        <a className="link" href={addressOf(getFile.path, { fileId: id })} download={name}>
          {name}
        </a>
        <p className="attachments__about">{attachmentTexts.about(bytes, addedBy.name, addedAt)}</p>
      </div>
      {onRemove !== null && (
        <Button kind="quiet" aria-label={attachmentTexts.remove(name)} onPress={onRemove}>
          <Trash2 size={16} aria-hidden="true" />
        </Button>
      )}
    </li>
  )
}

function AddAttachments({ target, onSaid }: { target: Target; onSaid: (text: string) => void }) {
  const { planId } = usePlanContext()
  const { add } = useChangeAttachments(planId)
  const chooser = useRef<HTMLInputElement>(null)
  const hintId = useId()
  const [sending, setSending] = useState<string | null>(null)
  const [refused, setRefused] = useState<readonly string[]>([])
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function send(files: readonly File[]) {
    const controller = new AbortController()
    running.current = controller
    setRefused([])
    for (const file of files) {
      setSending(file.name)
      try {
        await add(target, file, controller.signal)
        onSaid(attachmentTexts.added(file.name))
      } catch (error) {
        if (controller.signal.aborted) return
        const reason = error instanceof Error ? error.message : ''
        setRefused((before) => [...before, attachmentTexts.refused(file.name, reason)])
      }
    }
    setSending(null)
  }

  return (
    <div>
      <Button
        kind="primary"
        isPending={sending !== null}
        aria-describedby={hintId}
        onPress={() => chooser.current?.click()}
      >
        {attachmentTexts.add}
      </Button>
      <p id={hintId} className="attachments__about">
        {attachmentTexts.kinds}
      </p>
      <input
        ref={chooser}
        type="file"
        accept={accept}
        multiple
        hidden
        onChange={({ target: input }) => {
          const files = [...(input.files ?? [])]
          input.value = ''
          void send(files)
        }}
      />
      {sending !== null && <p role="status">{attachmentTexts.sending(sending)}</p>}
      <div role="alert">
        {refused.map((text) => (
          <p key={text} className="error-text">
            {text}
          </p>
        ))}
      </div>
    </div>
  )
}
