import { useEffect } from 'react'
import { picturesIn } from '#client/editor/picture/pictures-in.ts'
import { pasteTexts } from '#client/text/paste-texts.ts'
import { showToast } from '#client/ui/toasts.ts'

/**
 * Says which pictures of a paste or a drop do not come along, and what to do: they would vanish without a word. A text takes
 * pictures by itself (`picture-input.ts`).
 */
export function useImageNotice(): void {
  useEffect(() => {
    const onPaste = ({ clipboardData, target }: ClipboardEvent) => {
      if (isInput(target)) tell(picturesIn(clipboardData), isText(target))
    }
    const onDrag = (event: DragEvent) => {
      // Otherwise the browser leaves the plan and shows the file.
      if (!event.defaultPrevented && hasFiles(event.dataTransfer)) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      const { dataTransfer, defaultPrevented, target } = event
      const found = picturesIn(dataTransfer)
      if (defaultPrevented) return tell({ files: [], left: found.left }, isText(target))
      if (hasFiles(dataTransfer)) event.preventDefault()
      if (found.files.length > 0 || found.left > 0) tell(found, false)
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

function tell({ files, left }: ReturnType<typeof picturesIn>, takesPictures: boolean): void {
  if (left > 0) showToast({ text: pasteTexts.picturesLeft(left), tone: 'bad' })
  else if (files.length > 0 && !takesPictures)
    showToast({ text: pasteTexts.picturesInText(files.length), tone: 'bad' })
}

function hasFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') === true
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.isContentEditable
}

function isInput(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea') !== null)
  )
}
