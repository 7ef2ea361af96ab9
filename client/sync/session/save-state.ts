import { can, type Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { SaveState } from './session.ts'

/**
 * The state of the user's work: acknowledged, stored on the device, or unsent. Events change it and `saveStateOf` derives
 * the shown state; no clock, no socket.
 *
 * Invariants:
 * 1. "Saved" means: live, in step with the server, and every document message of this connection acknowledged.
 * 2. An edit is unsaved from its transaction until the ack of the message that carries it; a lost connection takes
 *    nothing out of that state.
 */
export type SaveModel = {
  phase:
    | { kind: 'connecting' }
    | { kind: 'live'; role: Role; isSynced: boolean }
    | { kind: 'waiting'; code: ErrorCode | null }
    | { kind: 'closed'; code: ErrorCode }
  /** Edits that are in no message of this connection yet. */
  hasUnsent: boolean
  /** Document messages of this connection. */
  sent: number
  acked: number
  /** The last message with work of this user; the answer at the handshake may have none. */
  workUpTo: number
  /** By `Clock.elapsed`. */
  pendingSince: number | null
  savedAt: number | null
  isKept: boolean
}

/** `at` is shown; waiting times use `elapsed`, because users set the clocks of their devices. */
export type Moment = { at: number; elapsed: number }

export type SaveEvent =
  | ({ type: 'copyLoaded'; hasUnsent: boolean } & Moment)
  | { type: 'storageReady' }
  | { type: 'storageFailed' }
  | ({ type: 'helloReceived'; role: Role } & Moment)
  | ({ type: 'synced' } & Moment)
  | ({ type: 'localEdit'; isSent: boolean } & Moment)
  | ({ type: 'sent'; kind: 'handshake' | 'edit' } & Moment)
  | ({ type: 'acked'; count: number } & Moment)
  | ({ type: 'connectionLost'; code: ErrorCode | null } & Moment)
  | ({ type: 'closedFinal'; code: ErrorCode } & Moment)

export const freshSaveModel: SaveModel = {
  phase: { kind: 'connecting' },
  hasUnsent: false,
  sent: 0,
  acked: 0,
  workUpTo: 0,
  pendingSince: null,
  savedAt: null,
  isKept: false,
}

export function reduceSave(model: SaveModel, event: SaveEvent): SaveModel {
  switch (event.type) {
    case 'copyLoaded':
      return event.hasUnsent
        ? { ...model, hasUnsent: true, pendingSince: model.pendingSince ?? event.elapsed }
        : model
    case 'storageReady':
      return { ...model, isKept: true }
    case 'storageFailed':
      return { ...model, isKept: false }
    case 'helloReceived':
      return {
        ...model,
        phase: { kind: 'live', role: event.role, isSynced: false },
        sent: 0,
        acked: 0,
        workUpTo: 0,
        pendingSince: model.pendingSince ?? event.elapsed,
      }
    case 'synced':
      return model.phase.kind === 'live'
        ? settle({ ...model, phase: { ...model.phase, isSynced: true } }, event.at)
        : model
    case 'localEdit':
      return {
        ...model,
        pendingSince: model.pendingSince ?? event.elapsed,
        ...(event.isSent ? { workUpTo: model.sent } : { hasUnsent: true }),
      }
    case 'sent': {
      const sent = model.sent + 1
      const carriesWork = event.kind === 'edit' || model.hasUnsent
      // The answer at the handshake holds all edits that the server lacks; an edit message holds one.
      const hasUnsent = event.kind === 'handshake' ? false : model.hasUnsent
      return {
        ...model,
        sent,
        hasUnsent,
        workUpTo: carriesWork ? sent : model.workUpTo,
        pendingSince: model.pendingSince ?? event.elapsed,
      }
    }
    case 'acked':
      return settle(
        { ...model, acked: Math.max(model.acked, Math.min(event.count, model.sent)) },
        event.at,
      )
    case 'connectionLost':
      return lost(model, { kind: 'waiting', code: event.code })
    case 'closedFinal':
      return lost(model, { kind: 'closed', code: event.code })
  }
}

function lost(model: SaveModel, phase: SaveModel['phase']): SaveModel {
  if (model.phase.kind === 'closed') return model
  const hasUnsent = hasUnsaved(model)
  return {
    ...model,
    phase,
    hasUnsent,
    sent: 0,
    acked: 0,
    workUpTo: 0,
    pendingSince: hasUnsent ? model.pendingSince : null,
  }
}

function settle(model: SaveModel, at: number): SaveModel {
  return isSaved(model) ? { ...model, pendingSince: null, savedAt: at } : model
}

/** Whether work of this user would be lost with the device. */
export function hasUnsaved(model: SaveModel): boolean {
  return model.hasUnsent || model.acked < model.workUpTo
}

function isSaved(model: SaveModel): boolean {
  if (model.phase.kind !== 'live' || !model.phase.isSynced || model.hasUnsent) return false
  // A reader sends no document messages and gets no acknowledgements.
  return !can(model.phase.role, 'write') || (model.sent > 0 && model.acked === model.sent)
}

export function saveStateOf(model: SaveModel, isLoaded: boolean): SaveState {
  const { phase, isKept } = model
  const hasUnsent = hasUnsaved(model)
  switch (phase.kind) {
    case 'closed':
      return { kind: 'refused', code: phase.code, hasUnsent, isKept }
    case 'waiting':
      if (phase.code !== null) return { kind: 'refused', code: phase.code, hasUnsent, isKept }
      return isLoaded ? { kind: 'offline', isKept, hasUnsent } : { kind: 'loading' }
    case 'connecting':
      return { kind: 'loading' }
    case 'live':
      if (!isLoaded) return { kind: 'loading' }
      if (isSaved(model)) return { kind: 'saved', at: model.savedAt }
      // The work was made with rights that are gone: no connection will accept it.
      if (phase.isSynced && !can(phase.role, 'write') && model.hasUnsent)
        return { kind: 'refused', code: 'read-only', hasUnsent, isKept }
      return { kind: 'saving', since: model.pendingSince ?? 0 }
  }
}
