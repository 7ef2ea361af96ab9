import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { can } from '#shared/access.ts'
import type { Format } from '#shared/format/schema.ts'
import { summarize } from '#shared/plan/summary.ts'
import type { EventFrame } from '#shared/protocol/events.ts'
import { richTextSchemaVersion } from '#shared/richtext/extensions.ts'
import { browserClock, type Clock } from '../clock.ts'
import { browserStore, type LocalStore } from '../device/local-copy.ts'
import { rescueFileName, rescueText } from '../device/rescue.ts'
import { share } from '../share.ts'
import { createListeners, createSignal } from '../source.ts'
import { gatedSocket, type WebSocketClass, type WriteKind } from '../transport/gated-socket.ts'
import { preferredTransport } from '../transport/transport-preference.ts'
import { createCompositionBuffer } from './composition-buffer.ts'
import { createContentSource } from './content-source.ts'
import { listenForExtensions } from './extension-messages.ts'
import { createPeople } from './people.ts'
import { createRecentChanges } from './recent-changes.ts'
import { createSaveTracker } from './save-tracker.ts'
import type { Connection, EditableSession } from './session.ts'
import { createSessionCopy } from './session-copy.ts'
import type { SessionEffect, SessionEvent } from './session-events.ts'
import {
  connectionOf,
  openingSession,
  type SessionModel,
  transition,
  verdictOn,
} from './session-state.ts'
import { createPlanUndo, localOrigin } from './undo.ts'

export type PlanSessionOptions = {
  planId: string
  format: Format
  me: { id: string; name: string }
  /** Where plans are served, without the plan: `wss://host/sync`. */
  url: string
  WebSocketPolyfill?: WebSocketClass
  store?: LocalStore
  clock?: Clock
  random?: () => number
}

const longestRetryMs = 30_000
const shortestRetryMs = 200

/**
 * A whole plan, over the synchronisation: carries out what `session-state.ts` decides, on a document, a connection and the
 * copy on this device.
 */
export function openPlanSession(options: PlanSessionOptions): EditableSession {
  const {
    planId,
    format,
    me,
    store = browserStore,
    clock = browserClock,
    random = Math.random,
  } = options
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  // y-protocols takes a first state with clock 0 for one it has already seen.
  awareness.setLocalState({})
  const save = createSaveTracker(clock)
  const copy = createSessionCopy({
    store,
    userId: me.id,
    planId,
    format,
    doc,
    save,
    clock,
    epoch: () => model.epoch,
    role: () => model.role,
    isLoaded: () => model.isLoaded,
    isOver: () => model.link.kind === 'closed',
    onWhole: () => dispatch({ type: 'copyWhole' }),
  })
  let model = openingSession(copy.manifest)
  const shown = createShown(model)
  const events = createListeners<[EventFrame]>()
  const provider = connectionTo(options, {
    doc,
    awareness,
    epoch: model.epoch,
    maySend,
  })
  const people = createPeople(awareness, me)
  const undo = createPlanUndo(doc, format)
  const composition = createCompositionBuffer(provider, clock)
  const content = createContentSource({
    doc,
    format,
    clock,
    at: () => ({ epoch: model.epoch ?? '', seq: model.savedSeq }),
  })
  const recentChanges = createRecentChanges({
    doc,
    format,
    awareness,
    clock,
    isLive: () => connectionOf(model)?.kind === 'live' && provider.synced,
  })

  function dispatch(event: SessionEvent): void {
    const next = transition(model, event)
    model = next.model
    shown.show(model)
    for (const effect of next.effects) carryOut(effect)
  }

  function carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case 'connect':
        return provider.connect()
      case 'disconnect':
        return provider.disconnect()
      case 'releaseComposition':
        return composition.flush()
      case 'announceEpoch':
        provider.params = { ...provider.params, epoch: effect.epoch }
        return
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

  /** Decides on each document message; what it lets through is counted, because acks count the same. */
  function maySend(kind: WriteKind, bytes: number): boolean {
    const verdict = verdictOn(model, { kind, bytes })
    // After this message nothing else would make sense to the server. Not from inside the transaction that sends it.
    if (verdict === 'too-large')
      queueMicrotask(() => dispatch({ type: 'gaveUp', code: 'too-large' }))
    if (verdict !== 'send') return false
    dispatch({ type: 'sent', kind })
    return true
  }

  // After the provider's own listener, so that it is known whether the edit went out.
  doc.on(
    'update',
    (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { origin }: Y.Transaction) => {
      const isOfOthers = origin === provider || copy.isOrigin(origin)
      dispatch({ type: isOfOthers ? 'changedByOthers' : 'edited' })
    },
  )
  listenForExtensions(provider, {
    onHello: (hello) => dispatch({ type: 'greeted', hello }),
    onAck: (count, seq) => dispatch({ type: 'acked', count, seq }),
    onEvent: (event) => dispatch({ type: 'told', event }),
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
    // Full jitter, so that a room full of tablets does not come back in the same moment after a restart.
    const longest = Math.min(longestRetryMs, 2 ** (provider.wsUnsuccessfulReconnects + 1) * 100)
    provider.maxBackoffTime = Math.max(shortestRetryMs, random() * longest)
    dispatch({ type: 'broken', close: event?.code ?? null })
  })
  provider.on('closed', ({ code }) => dispatch({ type: 'turnedAway', close: code }))

  if (copy.manifest === null) provider.connect()
  else void copy.openFromManifest(copy.manifest.epoch).then(() => dispatch({ type: 'copyRead' }))

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
    people,
    recentChanges,
    change: (write) => {
      if (model.role !== null && !can(model.role, 'write')) return
      undo.stopCapturing()
      doc.transact(() => write(doc), localOrigin)
    },
    setPlace: (place) => awareness.setLocalStateField('place', place),
    setComposing: (isComposing) => (isComposing ? composition.begin() : composition.end()),
    onEvent: events.add,
    savedSeq: () => model.savedSeq,
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
      if (model.link.kind === 'ended') return
      dispatch({ type: 'left' })
      provider.destroy()
      save.close()
      for (const part of [content, recentChanges, people, undo]) part.destroy()
      copy.close()
      doc.destroy()
    },
  }
}

/** The part of the model that screens subscribe to. */
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

function connectionTo(
  { url, planId, WebSocketPolyfill }: PlanSessionOptions,
  {
    doc,
    awareness,
    epoch,
    maySend,
  }: {
    doc: Y.Doc
    awareness: Awareness
    epoch: string | null
    maySend: (kind: WriteKind, bytes: number) => boolean
  },
): WebsocketProvider {
  return new WebsocketProvider(url, planId, doc, {
    connect: false,
    awareness,
    // Between tabs there would be no checks of the server's, and no acks.
    disableBc: true,
    maxBackoffTime: longestRetryMs,
    WebSocketPolyfill: gatedSocket(WebSocketPolyfill ?? preferredTransport(), maySend),
    params: {
      ext: '1',
      schema: String(richTextSchemaVersion),
      ...(epoch === null ? {} : { epoch }),
    },
  })
}

/** Else the others, who did not move meanwhile, would come back only with their next keep-alive. */
function forgetOthers(awareness: Awareness): void {
  for (const clientId of awareness.meta.keys())
    if (clientId !== awareness.clientID) awareness.meta.delete(clientId)
}
