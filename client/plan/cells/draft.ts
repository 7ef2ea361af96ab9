/**
 * The states of a cell while a user edits it. Pure: each event gives the next state and, if needed, a value to write. The
 * typed text stays on the screen until the user leaves or restores the cell, whatever others write meanwhile.
 */
export type Reading<V> =
  | { kind: 'value'; value: V | null }
  | { kind: 'refused'; message: string; suggestion?: string }

export type Codec<V> = { show(value: V | null): string; read(text: string): Reading<V> }

export type Draft<V> =
  /** Shows the value of the plan. */
  | { kind: 'resting' }
  /** The user typed. Escape restores `before`; `isWritten` when a pause already wrote this text. */
  | { kind: 'typing'; text: string; before: V | null; isWritten: boolean }
  /** The user left a text that is no value: the text stays, nothing was written. */
  | { kind: 'refused'; text: string; before: V | null; message: string; suggestion?: string }

export type DraftEvent =
  | { type: 'typed'; text: string }
  /** The user paused typing. */
  | { type: 'paused' }
  /** The user left the cell or pressed Enter. */
  | { type: 'committed' }
  | { type: 'restored' }
  | { type: 'suggestionTaken' }

export type Step<V> = { draft: Draft<V>; write?: { value: V | null } }

export function stepDraft<V>(
  draft: Draft<V>,
  event: DraftEvent,
  codec: Codec<V>,
  current: V | null,
): Step<V> {
  switch (event.type) {
    case 'typed':
      return {
        draft: {
          kind: 'typing',
          text: event.text,
          before: draft.kind === 'resting' ? current : draft.before,
          isWritten: false,
        },
      }
    case 'paused': {
      if (draft.kind !== 'typing' || draft.isWritten) return { draft }
      const reading = codec.read(draft.text)
      // No message yet: half a number is not a wrong number.
      return reading.kind === 'refused'
        ? { draft }
        : { draft: { ...draft, isWritten: true }, write: { value: reading.value } }
    }
    case 'committed': {
      if (draft.kind !== 'typing') return { draft }
      const reading = codec.read(draft.text)
      if (reading.kind === 'refused') return { draft: refused(draft.text, draft.before, reading) }
      // Already written at the pause: a later change by another user stays.
      return draft.isWritten
        ? { draft: { kind: 'resting' } }
        : { draft: { kind: 'resting' }, write: { value: reading.value } }
    }
    case 'restored':
      return draft.kind === 'typing' && draft.isWritten
        ? { draft: { kind: 'resting' }, write: { value: draft.before } }
        : { draft: { kind: 'resting' } }
    case 'suggestionTaken': {
      if (draft.kind !== 'refused' || draft.suggestion === undefined) return { draft }
      const reading = codec.read(draft.suggestion)
      return reading.kind === 'refused'
        ? { draft }
        : { draft: { kind: 'resting' }, write: { value: reading.value } }
    }
  }
}

function refused<V>(
  text: string,
  before: V | null,
  reading: { message: string; suggestion?: string },
): Draft<V> {
  return {
    kind: 'refused',
    text,
    before,
    message: reading.message,
    ...(reading.suggestion === undefined ? {} : { suggestion: reading.suggestion }),
  }
}

export function draftText<V>(draft: Draft<V>, codec: Codec<V>, current: V | null): string {
  return draft.kind === 'resting' ? codec.show(current) : draft.text
}
