import { useRef } from 'react'
import * as uiText from '#client/text/ui.ts'
import { CopyButton } from './copy-button.tsx'
import { TextField } from './text-field.tsx'
import './copy-link.css'

/** A link that is shown only once, with a button that copies it. */
export function CopyLink({ id, label, url }: { id: string; label: string; url: string }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="copy-link">
      <TextField id={id} label={label} isBare isReadOnly type="url" value={url} inputRef={input} />
      <CopyButton
        kind="primary"
        text={url}
        box={input}
        label={uiText.copyLink}
        said={{ copied: uiText.linkIsCopied, selected: uiText.linkIsSelected }}
      />
    </div>
  )
}
