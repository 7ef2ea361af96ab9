import { useEffect, useRef, useState } from 'react'
import { isOffline } from '#client/api.ts'
import * as importText from '#client/text/import.ts'
import type { ImportResult } from '#shared/import/import-result.ts'

export type ImportReading =
  | { kind: 'idle' }
  | { kind: 'reading'; fileName: string }
  | { kind: 'failed'; fileName: string; message: string; isOffline: boolean }
  /** The import result; its differences are recomputed as the plan changes. */
  | { kind: 'read'; fileName: string; found: ImportResult }

type Send = (file: File, signal: AbortSignal) => Promise<{ found: ImportResult }>

/** One file at a time. The result is also passed to `keep`, so that it outlives the screen. */
export function useImportFile(
  send: Send,
  { kept, keep }: { kept?: ImportReading; keep?: (reading: ImportReading) => void } = {},
) {
  const [reading, setReading] = useState<ImportReading>(kept ?? { kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const set = (next: ImportReading) => {
    setReading(next)
    keep?.(next)
  }
  const reset = () => {
    running.current?.abort()
    running.current = null
    set({ kind: 'idle' })
  }
  const read = async (file: File) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const fileName = file.name
    set({ kind: 'reading', fileName })
    try {
      const { found } = await send(file, controller.signal)
      if (!controller.signal.aborted) set({ kind: 'read', fileName, found })
    } catch (error) {
      if (controller.signal.aborted) return
      set({
        kind: 'failed',
        fileName,
        isOffline: isOffline(error),
        message: error instanceof Error ? error.message : importText.unreadable,
      })
    }
  }
  return { reading, read, reset }
}
