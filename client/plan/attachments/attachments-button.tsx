import { Paperclip } from 'lucide-react'
import { attachmentCounts, attachmentKey } from '#client/hooks/attachment-counts.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { attachmentTexts } from '#client/text/attachment-texts.ts'
import type { Target } from '#shared/plan/content.ts'
import { askedAttachments } from './asked-attachments.ts'
import './attachments-button.css'

type AttachmentsButtonProps = {
  target: Target
  /** In words: "regel Zaalhuur". */
  name: string
  /** Also where there are none, for an editor. */
  isOffered?: boolean
}

/** How many attachments a place has, and the way to them. */
export function AttachmentsButton({ target, name, isOffered = false }: AttachmentsButtonProps) {
  const { session, edit } = usePlanContext()
  const count = useSource(attachmentCounts, (counts) => counts.get(attachmentKey(target)) ?? 0)
  if (session.kind === 'frozen' || (count === 0 && (!isOffered || edit === null))) return null
  return (
    <button
      type="button"
      className={
        count === 0
          ? 'attachments-button attachments-button--quiet screen-only'
          : 'attachments-button screen-only'
      }
      aria-label={attachmentTexts.open(count, name)}
      onClick={() => askedAttachments.set({ target, name })}
    >
      <Paperclip size={14} aria-hidden="true" />
      {count > 0 && <span aria-hidden="true">{count}</span>}
    </button>
  )
}
