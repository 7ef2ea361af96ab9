import { Copy } from 'lucide-react'
import { useRef } from 'react'
import { Button } from './button.tsx'
import { copyText } from './copy-text.ts'
import { TextField } from './text-field.tsx'
import './copy-link.css'

/** A link that is shown only once, with a button that copies it. */
export function CopyLink({ id, label, url }: { id: string; label: string; url: string }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="copy-link">
      <TextField id={id} label={label} isBare isReadOnly type="url" value={url} inputRef={input} />
      <Button
        kind="primary"
        onPress={() =>
          void copyText(url, input.current, {
            copied: 'De link is gekopieerd.',
            selected: 'De link is geselecteerd.',
          })
        }
      >
        <Copy className="icon" aria-hidden="true" />
        Link kopiëren
      </Button>
    </div>
  )
}
