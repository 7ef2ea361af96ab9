import { useRef, useState } from 'react'
import * as exportText from '#client/text/export.ts'
import { fetchFile } from '../fetch-file.ts'
import { usePlanContext } from '../hooks/plan-context.ts'
import { wholeView } from '../sync/session/session.ts'
import { downloadBlob } from '../ui/download.ts'
import { type ExportRequest, exportAddress } from './export-file.ts'

export type ExportProgress =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'making' }
  | { kind: 'done'; fileName: string; blob: Blob }
  | { kind: 'stopped' }
  | { kind: 'failed'; message: string }

/** One export at a time: waits until all edits are saved, requests the file and passes it to the browser. */
export function useExport() {
  const { session, planId } = usePlanContext()
  const [progress, setProgress] = useState<ExportProgress>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)

  const stop = (next: ExportProgress) => {
    running.current?.abort()
    running.current = null
    setProgress(next)
  }

  const start = async (request: Omit<ExportRequest, 'planId' | 'minSeq'>) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const { signal } = controller
    try {
      setProgress({ kind: 'saving' })
      // The export waits for unsaved edits, which would otherwise be missing from the file without notice.
      await wholeView(session)?.whenSaved()
      if (signal.aborted) return
      setProgress({ kind: 'making' })
      const { blob, fileName } = await fetchFile(
        exportAddress({ ...request, planId, minSeq: session.savedSeq() }),
        signal,
      )
      if (signal.aborted) return
      const name = fileName ?? `plan.${request.kind}`
      downloadBlob(name, blob)
      setProgress({ kind: 'done', fileName: name, blob })
    } catch (error) {
      if (signal.aborted) return
      setProgress({
        kind: 'failed',
        message: error instanceof Error ? error.message : exportText.notMade,
      })
    }
  }

  return {
    progress,
    start,
    stop: () => stop({ kind: 'stopped' }),
    reset: () => stop({ kind: 'idle' }),
  }
}
