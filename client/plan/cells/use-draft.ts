import {
  type FocusEvent,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react'
import { type Codec, type Draft, type DraftEvent, draftText, stepDraft } from './draft.ts'

const pauseMs = 600

export type DraftInput = {
  text: string
  draft: Draft<unknown>
  type: (text: string) => void
  takeSuggestion: () => void
  /** Replaces the text, as if the user typed and confirmed it. */
  take: (text: string) => void
  onBlur: (event: FocusEvent) => void
  onKeyDown: (event: KeyboardEvent) => void
}

/** Binds an input to a value of the plan by the rules of `stepDraft`. */
export function useDraft<V>(
  value: V | null,
  codec: Codec<V>,
  write: (value: V | null) => void,
): DraftInput {
  const [draft, setDraft] = useState<Draft<V>>({ kind: 'resting' })
  // Events can follow each other before React draws again: Enter, then the loss of focus that Enter brings.
  const latest = useRef<Draft<V>>(draft)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const send = useEffectEvent((event: DraftEvent) => {
    clearTimeout(timer.current)
    const step = stepDraft(latest.current, event, codec, value)
    latest.current = step.draft
    setDraft(step.draft)
    if (step.write !== undefined) write(step.write.value)
  })

  useEffect(() => {
    const commit = () => send({ type: 'committed' })
    window.addEventListener('pagehide', commit)
    return () => {
      window.removeEventListener('pagehide', commit)
      commit()
    }
  }, [])

  return {
    text: draftText(draft, codec, value),
    draft,
    type: (text) => {
      send({ type: 'typed', text })
      timer.current = setTimeout(() => send({ type: 'paused' }), pauseMs)
    },
    takeSuggestion: () => send({ type: 'suggestionTaken' }),
    take: (text) => {
      send({ type: 'typed', text })
      send({ type: 'committed' })
    },
    onBlur: () => send({ type: 'committed' }),
    onKeyDown: (event) => {
      if (event.key === 'Enter' && !event.nativeEvent.isComposing) send({ type: 'committed' })
      if (event.key === 'Escape' && latest.current.kind !== 'resting') {
        // Otherwise the same key would also close the dialog around it.
        event.stopPropagation()
        send({ type: 'restored' })
      }
    },
  }
}
