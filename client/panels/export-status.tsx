import { type ExportKind, exportFormats } from '#shared/export-formats.ts'
import { useDelayed } from '../hooks/use-delayed.ts'
import { Button } from '../ui/button.tsx'
import { downloadBlob } from '../ui/download.ts'
import { formatBytes } from './export-file.ts'
import type { ExportProgress } from './use-export.ts'
import './export-status.css'

/** The progress of the file, in a live region. */
export function ExportStatus({ progress, kind }: { progress: ExportProgress; kind: ExportKind }) {
  return (
    <div>
      <div role="status" className={progress.kind === 'failed' ? 'error-text' : 'export__progress'}>
        <StatusText progress={progress} />
      </div>
      {progress.kind === 'done' && (
        <Button kind="quiet" onPress={() => downloadBlob(progress.fileName, progress.blob)}>
          {`Nog een keer: ${progress.fileName} (${exportFormats[kind].type}, ${formatBytes(progress.blob.size)})`}
        </Button>
      )}
    </div>
  )
}

function StatusText({ progress }: { progress: ExportProgress }) {
  switch (progress.kind) {
    case 'idle':
      return null
    case 'saving':
      return <>Wachten tot alles is opgeslagen…</>
    case 'making':
      return <Making />
    case 'done':
      return <>Klaar: {progress.fileName} staat bij uw downloads.</>
    case 'stopped':
      return <>Gestopt. Er is niets gedownload.</>
    case 'failed':
      return <>{progress.message}</>
  }
}

function Making() {
  const isLong = useDelayed(4000)
  return (
    <>
      {isLong
        ? 'Het bestand wordt nog gemaakt. Bij een groot plan duurt dat even…'
        : 'Het bestand wordt gemaakt…'}
    </>
  )
}
