import * as exportText from '#client/text/export.ts'
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
          {exportText.again(
            progress.fileName,
            exportFormats[kind].type,
            formatBytes(progress.blob.size),
          )}
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
      return <>{exportText.waitsForSaving}</>
    case 'making':
      return <Making />
    case 'done':
      return <>{exportText.isReady(progress.fileName)}</>
    case 'stopped':
      return <>{exportText.isStopped}</>
    case 'failed':
      return <>{progress.message}</>
  }
}

function Making() {
  const isLong = useDelayed(4000)
  return <>{isLong ? exportText.isStillMade : exportText.isMade}</>
}
