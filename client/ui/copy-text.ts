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
    showToast({ text: isCopied ? copied : `${selected} Kopieer met Ctrl+C.` })
  }
}
