import { Copy } from 'lucide-react'
import type { RefObject } from 'react'
import * as uiText from '#client/text/ui.ts'
import { Button, type ButtonKind } from './button.tsx'
import { showToast } from './toasts.ts'

/** The message for each outcome. */
type Said = { copied: string; selected: string }

/** The clipboard API is missing on plain http, where many installations are tried first; selecting still works. */
export async function copyText(
  text: string,
  box: HTMLInputElement | HTMLTextAreaElement | null,
  { copied, selected }: Said,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ text: copied })
  } catch {
    box?.focus()
    box?.select()
    const isCopied = document.execCommand('copy')
    showToast({ text: isCopied ? copied : uiText.copyWithKeys(selected) })
  }
}

type CopyButtonProps = {
  text: string
  /** Shows the text; selected if the clipboard is not available. */
  box: RefObject<HTMLInputElement | HTMLTextAreaElement | null>
  label: string
  said: Said
  kind?: ButtonKind
  'aria-label'?: string
}

export function CopyButton({ text, box, label, said, ...button }: CopyButtonProps) {
  return (
    <Button {...button} onPress={() => void copyText(text, box.current, said)}>
      <Copy className="icon" aria-hidden="true" />
      {label}
    </Button>
  )
}
