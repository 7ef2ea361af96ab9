import { useRef, useState } from 'react'
import { usePlanContext } from '../hooks/plan-context.ts'
import { useThreads } from '../hooks/use-threads.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { downloadBlob } from '../ui/download.ts'
import { fetchExport } from './export-file.ts'
import './panels.css'

type Progress = { kind: 'idle' } | { kind: 'saving' } | { kind: 'making' } | { kind: 'done'; fileName: string } | { kind: 'failed'; message: string }

export function ExportDialog({ isOpen, onClose, title }: { isOpen: boolean; onClose: () => void; title: string }) {
  const { session, planId } = usePlanContext()
  const [withGuidance, setWithGuidance] = useState(false)
  const [withComments, setWithComments] = useState(false)
  // Who may not read them gets no list of them either.
  const threads = useThreads()
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  const isBusy = progress.kind === 'saving' || progress.kind === 'making'

  const close = () => {
    running.current?.abort()
    setProgress({ kind: 'idle' })
    onClose()
  }

  const start = async () => {
    const controller = new AbortController()
    running.current = controller
    try {
      setProgress({ kind: 'saving' })
      // What is not saved is not in the file, and nobody would see that it is missing.
      await session.whenSaved()
      if (controller.signal.aborted) return
      setProgress({ kind: 'making' })
      const { blob, fileName } = await fetchExport({ planId, minSeq: session.savedSeq(), withGuidance, withComments }, controller.signal)
      const name = fileName ?? `${title.replace(/[\\/:*?"<>|]+/g, ' ').trim()}.docx`
      downloadBlob(name, blob)
      setProgress({ kind: 'done', fileName: name })
    } catch (error) {
      if (controller.signal.aborted) return
      setProgress({ kind: 'failed', message: error instanceof Error ? error.message : 'Het bestand kon niet worden gemaakt. Probeer het opnieuw.' })
    }
  }

  return (
    <Dialog
      title="Exporteren"
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{progress.kind === 'done' ? 'Sluiten' : 'Annuleren'}</Button>
          <Button kind="primary" isPending={isBusy} onPress={() => void start()}>
            Word-bestand downloaden (.docx)
          </Button>
        </>
      }
    >
      <p>U krijgt het plan als Word-bestand, in de volgorde van het formulier.</p>
      <label className="check">
        <input type="checkbox" checked={withGuidance} disabled={isBusy} onChange={(event) => setWithGuidance(event.target.checked)} />
        <span>
          Met toelichting
          <small>Voor een werkafdruk. Laat dit uit voor het plan dat u indient.</small>
        </span>
      </label>
      {threads.data?.isHidden === false && (
        <label className="check">
          <input type="checkbox" checked={withComments} disabled={isBusy} onChange={(event) => setWithComments(event.target.checked)} />
          <span>
            Met reacties
            <small>Als opmerkingen in Word, bij de woorden of het onderdeel waar ze over gaan.</small>
          </span>
        </label>
      )}
      <p role="status" className={progress.kind === 'failed' ? 'dialog__error' : 'export__progress'}>
        {progressText(progress)}
      </p>
    </Dialog>
  )
}

function progressText(progress: Progress): string {
  switch (progress.kind) {
    case 'idle':
      return ''
    case 'saving':
      return 'Wachten tot alles is opgeslagen…'
    case 'making':
      return 'Het Word-bestand wordt gemaakt…'
    case 'done':
      return `Klaar: ${progress.fileName} staat bij uw downloads.`
    case 'failed':
      return progress.message
  }
}
