import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { can } from '#shared/access.ts'
import { summarize } from '#shared/plan/summary.ts'
import type { EventFrame } from '#shared/protocol/events.ts'
import { browserStore } from '../device/local-copy.ts'
import type { OfflineManifest } from '../device/offline-manifest.ts'
import { rescueFileName, rescueText } from '../device/rescue.ts'
import { share } from '../share.ts'
import { createListeners, createSignal } from '../source.ts'
import type { WriteKind } from '../transport/gated-socket.ts'
import { listenForExtensions } from './extension-messages.ts'
import type { Connection, EditableSession } from './session.ts'
import type { SessionEffect, SessionEvent } from './session-events.ts'
import {
  createSessionParts,
  destroySessionParts,
  longestRetryMs,
  type PlanSessionOptions,
  type SessionParts,
} from './session-parts.ts'
import {
  connectionOf,
  openingSession,
  type SessionModel,
  transition,
  verdictOn,
} from './session-state.ts'
import { localOrigin } from './undo.ts'

const shortestRetryMs = 200

/**
 * A whole plan, over the synchronisation: carries out the decisions of `session-state.ts` on a document, a connection and
 * the copy on this device (session-parts.ts).
 */
export function openPlanSession(options: PlanSessionOptions): EditableSession {
  const { planId, me, store = browserStore, random = Math.random } = options
  const manifest = store.manifest(me.id, planId)
  const events = createListeners<[EventFrame]>()
  const machine = createMachine(manifest, (effect) => carryOut(effect, { options, parts, events }))
  const parts = createSessionParts(options, {
    model: machine.model,
    maySend: (kind, bytes) => maySend(machine, kind, bytes),
    onCopyWhole: () => machine.dispatch({ type: 'copyWhole' }),
  })
  listenToDocument(parts, machine)
  listenToConnection(parts, machine, random)
  start(parts, machine, manifest)
  return sessionOf(options, { parts, machine, events })
}

type Events = ReturnType<typeof createListeners<[EventFrame]>>

type Machine = {
  model: () => SessionModel
  dispatch: (event: SessionEvent) => void
  /** The part of the model that screens subscribe to. */
  shown: ReturnType<typeof createShown>
}

/** Holds the model of a session: each event changes it, is shown, and then has its effects. */
function createMachine(
  manifest: OfflineManifest | null,
  carryOutEffect: (effect: SessionEffect) => void,
): Machine {
  let model = openingSession(manifest)
  const shown = createShown(model)
  return {
    model: () => model,
    shown,
    dispatch: (event) => {
      const next = transition(model, event)
      model = next.model
      shown.show(model)
      for (const effect of next.effects) carryOutEffect(effect)
    },
  }
}

function createShown(model: SessionModel) {
  const connection = createSignal<Connection>(connectionOf(model) ?? { kind: 'connecting' })
  const isLoaded = createSignal(model.isLoaded)
  const role = createSignal(model.role)
  const isOverHalf = createSignal(model.isOverHalf)
  return {
    connection,
    isLoaded,
    role,
    isOverHalf,
    show(now: SessionModel): void {
      role.set(now.role)
      isOverHalf.set(now.isOverHalf)
      connection.set(share(connection.get(), connectionOf(now) ?? connection.get()))
      isLoaded.set(now.isLoaded)
    },
  }
}

function carryOut(
  effect: SessionEffect,
  {
    options: { format },
    parts: { provider, save, copy, content },
    events,
  }: { options: PlanSessionOptions; parts: SessionParts; events: Events },
): void {
  switch (effect.type) {
    case 'connect':
      return provider.connect()
    case 'disconnect':
      return provider.disconnect()
    case 'announce': {
      const { timeline, ...before } = provider.params
      provider.params = {
        ...before,
        epoch: effect.epoch,
        seq: String(effect.seq),
        ...(effect.timeline === null ? {} : { timeline: effect.timeline }),
      }
      return
    }
    case 'save':
      return save.dispatch(effect.event)
    case 'showLoaded':
      return save.setLoaded(true)
    case 'markWhole':
      return copy.markWhole()
    case 'keepCopy':
      copy.writeManifest()
      copy.clearRescue(effect.epoch)
      if (effect.isFirst) copy.openFirst(effect.epoch)
      return
    case 'settleCopy':
      return copy.settle(effect.code, () => summarize(content.get(), format).title)
    case 'tell':
      return events.call(effect.event)
  }
}

/** Decides on a document message. Messages that go out are counted, because acknowledgements count the same messages. */
function maySend({ model, dispatch }: Machine, kind: WriteKind, bytes: number): boolean {
  const verdict = verdictOn(model(), { kind, bytes })
  // Every later message builds on this one. Deferred, because this runs inside the transaction that sends it.
  if (verdict === 'too-large') queueMicrotask(() => dispatch({ type: 'gaveUp', code: 'too-large' }))
  if (verdict !== 'send') return false
  dispatch({ type: 'sent', kind })
  return true
}

/** Registered after the listener of the provider, so that the model already knows whether the edit went out. */
function listenToDocument({ doc, provider, copy }: SessionParts, { dispatch }: Machine): void {
  doc.on(
    'update',
    (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { origin }: Y.Transaction) => {
      const isOfOthers = origin === provider || copy.isOrigin(origin)
      dispatch({ type: isOfOthers ? 'changedByOthers' : 'edited' })
    },
  )
}

function listenToConnection(
  { provider, people, awareness, copy }: SessionParts,
  { dispatch }: Machine,
  random: () => number,
): void {
  listenForExtensions(provider, {
    onHello: (hello) => dispatch({ type: 'greeted', hello }),
    onAck: (count, seq) => {
      dispatch({ type: 'acked', count, seq })
      copy.noteSoon()
    },
    onEvent: (event) => {
      dispatch({ type: 'told', event })
      copy.noteSoon()
    },
    onRefused: (code) => dispatch({ type: 'refused', code }),
    onOwnPresence: people.setMe,
  })
  provider.on('sync', (isSynced: boolean) => {
    if (isSynced) dispatch({ type: 'synced' })
  })
  provider.on('status', ({ status }) => {
    if (status === 'connecting') dispatch({ type: 'attempted' })
    if (status === 'disconnected') forgetOthers(awareness)
  })
  provider.on('connection-close', (event) => {
    // Full jitter, so that clients do not reconnect all at once after a restart.
    const longest = Math.min(longestRetryMs, 2 ** (provider.wsUnsuccessfulReconnects + 1) * 100)
    provider.maxBackoffTime = Math.max(shortestRetryMs, random() * longest)
    dispatch({ type: 'broken', close: event?.code ?? null })
  })
  provider.on('closed', ({ code }) => dispatch({ type: 'turnedAway', close: code }))
}

/** Without this, others who did not move meanwhile would appear again only with their next keep-alive. */
function forgetOthers(awareness: Awareness): void {
  for (const clientId of awareness.meta.keys())
    if (clientId !== awareness.clientID) awareness.meta.delete(clientId)
}

/** The copy on this device is read before the connection is made: its edits go out with the handshake. */
function start(
  { provider, copy }: SessionParts,
  { dispatch }: Machine,
  manifest: OfflineManifest | null,
): void {
  if (manifest === null) provider.connect()
  else void copy.openFromManifest(manifest.epoch).then(() => dispatch({ type: 'copyRead' }))
}

/** The session as screens use it. */
function sessionOf(
  { planId, format }: PlanSessionOptions,
  { parts, machine, events }: { parts: SessionParts; machine: Machine; events: Events },
): EditableSession {
  const { clock, doc, awareness, undo, content, save, copy } = parts
  const { model, dispatch, shown } = machine
  return {
    kind: 'whole',
    planId,
    doc,
    format,
    awareness,
    undo,
    undoOfText: undo.forText,
    content,
    save: save.state,
    connection: shown.connection,
    isLoaded: shown.isLoaded,
    role: shown.role,
    isOverHalf: shown.isOverHalf,
    hasUnsaved: save.hasUnsaved,
    people: parts.people,
    recentChanges: parts.recentChanges,
    change: (write) => {
      const { role } = model()
      if (role !== null && !can(role, 'write')) return
      undo.stopCapturing()
      doc.transact(() => write(doc), localOrigin)
    },
    setPlace: (place) => awareness.setLocalStateField('place', place),
    onIncoming: parts.incoming.onIncoming,
    onEvent: events.add,
    savedSeq: () => model().savedSeq,
    located: (thread) => thread,
    pointAt: (_target, range) => ({ range }),
    whenSaved: save.whenSaved,
    rescueCopy: () => ({
      fileName: rescueFileName(content.get(), clock.now()),
      text: rescueText(content.get(), format),
    }),
    isKept: () => save.model().isKept,
    reconnect: () => dispatch({ type: 'retried' }),
    forgetLocalCopy: copy.forget,
    leaveLocalCopy: copy.leave,
    close: () => {
      if (model().link.kind === 'ended') return
      dispatch({ type: 'left' })
      destroySessionParts(parts)
    },
  }
}
