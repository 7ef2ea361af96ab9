import { useEffect } from 'react'
import { useSource } from '../hooks/use-source.ts'
import type { EditableSession } from '../sync/session/session.ts'
import { constant } from '../sync/source.ts'
import { showToast } from '../ui/toasts.ts'

const notLarge = constant(false)

/** Half of what a plan can hold is in use: said while there is room enough to do something about it. */
export function useSizeNotice(session: EditableSession | null, canWrite: boolean): void {
  const isOverHalf = useSource(session?.isOverHalf ?? notLarge)
  useEffect(() => {
    if (!isOverHalf || !canWrite) return
    return showToast({
      text: 'Dit plan is groot geworden: meer dan de helft van wat erin past. Haal lange bijlagen eruit en verwijs ernaar met een link.',
      tone: 'bad',
    })
  }, [isOverHalf, canWrite])
}
