import { useEffect, useState } from 'react'
import type { Format } from '#shared/format/schema.ts'
import { whenSafe } from '../open-work.ts'

/**
 * The form that a screen shows. A plan may begin to follow another version of its form while it is open, and the session on
 * its document is then opened again: that waits until no work of this page can be lost by it. Both versions read the same
 * document, so writing goes on meanwhile.
 */
export function useSettledForm(format: Format | undefined): Format | undefined {
  const [shown, setShown] = useState<Format>()
  useEffect(() => {
    if (format === undefined) return
    if (shown === undefined) return setShown(format)
    let isCancelled = false
    void whenSafe().then((isSafe) => {
      if (isSafe && !isCancelled) setShown(format)
    })
    return () => {
      isCancelled = true
    }
  }, [format, shown])
  return shown ?? format
}
