import { useRef } from 'react'
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
        label="Link kopiëren"
        said={{ copied: 'De link is gekopieerd.', selected: 'De link is geselecteerd.' }}
      />
    </div>
  )
}
