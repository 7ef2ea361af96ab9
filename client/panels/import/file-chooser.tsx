import { FileUp } from 'lucide-react'
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react'
import * as actionText from '#client/text/actions.ts'
import * as importText from '#client/text/import.ts'
import { Button } from '#client/ui/button.tsx'
import type { ImportReading } from './use-import-file.ts'
import './file-chooser.css'

type FileChooserProps = {
  reading: ImportReading
  accept: string
  children: ReactNode
  onFile: (file: File) => void
  onStop: () => void
}

/** Takes a file by button, keyboard or drop, and shows its progress and its error. */
export function FileChooser({ reading, accept, children, onFile, onStop }: FileChooserProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const isBusy = reading.kind === 'reading'
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file !== undefined && !isBusy) onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first
    <div
      className={isOver ? 'file-chooser file-chooser--over' : 'file-chooser'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileUp className="icon" aria-hidden="true" />
      <div className="file-chooser__text" id={`${id}-uitleg`}>
        {children}
      </div>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={importText.file}
        accept={accept}
        onChange={(event) => {
          const file = event.target.files?.[0]
          // Reset, so that the same file can be chosen again after it was changed.
          event.target.value = ''
          if (file !== undefined) onFile(file)
        }}
      />
      <div className="button-row">
        <Button
          kind="primary"
          isPending={isBusy}
          aria-describedby={`${id}-uitleg`}
          onPress={() => input.current?.click()}
        >
          {reading.kind === 'failed' ? importText.chooseOther : importText.choose}
        </Button>
        {isBusy && <Button onPress={onStop}>{actionText.stop}</Button>}
      </div>
      <div
        role="status"
        className={reading.kind === 'failed' ? 'error-text' : 'file-chooser__progress'}
      >
        {reading.kind === 'reading' && importText.reading(reading.fileName)}
        {reading.kind === 'failed' && `${reading.fileName}: ${reading.message}`}
      </div>
    </div>
  )
}
