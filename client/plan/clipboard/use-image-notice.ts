import { useEffect } from 'react'
import { pasteTexts } from '#client/text/paste-texts.ts'
import { showToast } from '#client/ui/toasts.ts'

/** Says that an image that is pasted or dropped can't be kept, and what to do: it would vanish without a word. */
export function useImageNotice(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const count = event.clipboardData === null ? 0 : imagesIn(event.clipboardData)
      if (count > 0 && isInput(event.target)) tell(count)
    }
    const onDrag = (event: DragEvent) => {
      // Otherwise the browser leaves the plan and shows the file.
      if (!event.defaultPrevented && hasFiles(event.dataTransfer)) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      const { dataTransfer } = event
      if (event.defaultPrevented || dataTransfer === null) return
      const count = imagesIn(dataTransfer)
      if (hasFiles(dataTransfer)) event.preventDefault()
      if (count > 0) tell(count)
      else if (hasFiles(dataTransfer)) showToast({ text: pasteTexts.noFiles, tone: 'bad' })
    }
    document.addEventListener('paste', onPaste, { capture: true })
    document.addEventListener('dragover', onDrag)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('paste', onPaste, { capture: true })
      document.removeEventListener('dragover', onDrag)
      document.removeEventListener('drop', onDrop)
    }
  }, [])
}

function tell(count: number): void {
  showToast({ text: pasteTexts.noImages(count), tone: 'bad' })
}

/** Excel and Word put a picture of copied cells and words beside the cells and words themselves: that is no image. */
function imagesIn(data: DataTransfer): number {
  const html = data.getData('text/html')
  if (html !== '') return html.match(/<img[\s>]/gi)?.length ?? 0
  if (data.getData('text/plain') !== '') return 0
  return [...data.files].filter(({ type }) => type.startsWith('image/')).length
}

function hasFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') === true
}

function isInput(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea') !== null)
  )
}
