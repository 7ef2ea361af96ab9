import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { can, type Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { summarize } from '#shared/plan/summary.ts'
import { errorOfClose } from '#shared/protocol/error-of-close.ts'
import type { EventFrame } from '#shared/protocol/events.ts'
import { type Hello, maxFrameBytes, protocolVersion } from '#shared/protocol/messages.ts'
import { richTextSchemaVersion } from '#shared/richtext/extensions.ts'
import { browserClock, type Clock } from '../clock.ts'
import { browserStore, type LocalStore } from '../device/local-copy.ts'
import { rescueFileName, rescueText } from '../device/rescue.ts'
import { createListeners, createSignal } from '../source.ts'
import { gatedSocket, type WebSocketClass, type WriteKind } from '../transport/gated-socket.ts'
import { preferredTransport } from '../transport/transport-preference.ts'
import { createCompositionBuffer } from './composition-buffer.ts'
import { createContentSource } from './content-source.ts'
import { listenForExtensions } from './extension-messages.ts'
import { createPeople } from './people.ts'
import { createRecentChanges } from './recent-changes.ts'
import { createSaveTracker } from './save-tracker.ts'
import type { Connection, PlanSession } from './session.ts'
import { createSessionCopy } from './session-copy.ts'
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

export function openPlanSession(options: PlanSessionOptions): PlanSession {
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
  const connection = createSignal<Connection>({ kind: 'connecting' })
  const isLoaded = createSignal(false)
  const role = createSignal<Role | null>(null)
  const isOverHalf = createSignal(false)
  const events = createListeners<[EventFrame]>()
  const people = createPeople(awareness, me)
  const undo = createPlanUndo(doc, format)
  let savedSeq = 0
  let limits: Hello['limits'] = { maxFrameBytes }
  let refusal: ErrorCode | null = null
  let hasAnswered = false
  let wasFrameSent = false
  let isClosed = false

  const copy = createSessionCopy({
    store,
    userId: me.id,
    planId,
    format,
    doc,
    save,
    clock,
    epoch: () => epoch,
    role: role.get,
    isLoaded: isLoaded.get,
    isOver: () => connection.get().kind === 'closed',
    onWhole: setLoaded,
  })
  let epoch = copy.manifest?.epoch ?? null

  const provider = new WebsocketProvider(options.url, planId, doc, {
    connect: false,
    awareness,
    // Between tabs there would be no checks of the server's, and no acks.
    disableBc: true,
    maxBackoffTime: longestRetryMs,
    WebSocketPolyfill: gatedSocket(options.WebSocketPolyfill ?? preferredTransport(), maySend),
    params: {
      ext: '1',
      schema: String(richTextSchemaVersion),
      ...(epoch === null ? {} : { epoch }),
    },
  })
  const hold = createCompositionBuffer(provider, clock)
  const isLive = () => connection.get().kind === 'live' && provider.synced
  const content = createContentSource({
    doc,
    format,
    clock,
    at: () => ({ epoch: epoch ?? '', seq: savedSeq }),
  })
  const recentChanges = createRecentChanges({ doc, format, awareness, clock, isLive })

  /** Decides on each document message; what it lets through is counted, because acks count the same. */
  function maySend(kind: WriteKind, bytes: number): boolean {
    const now = connection.get()
    if (now.kind !== 'live' || !can(now.role, 'write')) return false
    // The answer at the handshake holds every edit made before it.
    if (kind === 'edit' && !hasAnswered) return false
    if (bytes > limits.maxFrameBytes) {
      // After this message nothing else would make sense to the server. Not from inside the transaction that sends it.
      queueMicrotask(() => finish('too-large'))
      return false
    }
    if (kind === 'handshake') hasAnswered = true
    else wasFrameSent = true
    save.dispatch({ type: 'sent', kind })
    return true
  }

  function onUpdate(
    _update: Uint8Array,
    _origin: unknown,
    _doc: Y.Doc,
    transaction: Y.Transaction,
  ) {
    const isSent = wasFrameSent
    wasFrameSent = false
    if (transaction.origin === provider || copy.isOrigin(transaction.origin)) return
    save.dispatch({ type: 'localEdit', isSent })
  }
  // After the provider's own listener, so that it is known whether the edit went out.
  doc.on('update', onUpdate)

  function noteSeq(seq: number) {
    savedSeq = Math.max(savedSeq, seq)
  }

  function setLoaded() {
    isLoaded.set(true)
    save.setLoaded(true)
  }

  /** No way on from here: the page reports it, and opens the plan anew or leaves. */
  function finish(code: ErrorCode) {
    if (isClosed || connection.get().kind === 'closed') return
    connection.set({ kind: 'closed', code })
    save.dispatch({ type: 'closedFinal', code })
    const isLost = code === 'no-access' || code === 'parts-only' || code === 'plan-not-found'
    // Anyone who has no access keeps no copy, unless it holds work that is nowhere else.
    if (isLost && !save.hasUnsaved.get()) copy.forget()
    else if (isLost || code === 'other-epoch')
      copy.putAside(code, summarize(content.get(), format).title)
    provider.disconnect()
  }

  listenForExtensions(provider, {
    onHello: (hello) => {
      if (hello.protocol !== protocolVersion) return finish('client-too-old')
      if (epoch !== null && hello.epoch !== epoch) return finish('other-epoch')
      const isFirst = epoch === null
      epoch = hello.epoch
      provider.params = { ...provider.params, epoch }
      limits = hello.limits
      hasAnswered = false
      refusal = null
      role.set(hello.role)
      isOverHalf.set(hello.isOverHalf)
      connection.set({ kind: 'live', role: hello.role, hasMissed: hello.eventSeq > savedSeq })
      save.dispatch({ type: 'helloReceived', role: hello.role })
      copy.writeManifest()
      copy.clearRescue(epoch)
      if (isFirst) copy.openFirst(epoch)
      noteSeq(hello.seq)
    },
    onAck: (count, seq) => {
      noteSeq(seq)
      save.dispatch({ type: 'acked', count })
    },
    onEvent: (event) => {
      noteSeq(event.seq)
      events.call(event)
    },
    onRefused: (code) => {
      refusal = code
      if (code === 'client-too-old') finish(code)
    },
    onOwnPresence: people.setMe,
  })

  provider.on('sync', (isSynced: boolean) => {
    if (!isSynced) return
    setLoaded()
    copy.markWhole()
    save.dispatch({ type: 'synced' })
  })
  provider.on('status', ({ status }) => {
    // What the server said is said of that connection: one that never opens is no refusal.
    if (status === 'connecting') refusal = null
    // Else the others, who did not move meanwhile, would come back only with their next keep-alive.
    if (status === 'disconnected')
      for (const clientId of awareness.meta.keys())
        if (clientId !== doc.clientID) awareness.meta.delete(clientId)
  })
  provider.on('connection-close', (event) => {
    hold.flush()
    // Full jitter, so that a room full of tablets does not come back in the same moment after a restart.
    const longest = Math.min(longestRetryMs, 2 ** (provider.wsUnsuccessfulReconnects + 1) * 100)
    provider.maxBackoffTime = Math.max(shortestRetryMs, random() * longest)
    if (connection.get().kind === 'closed') return
    const code = refusal ?? (event === null ? null : errorOfClose(event.code))
    connection.set({ kind: 'waiting' })
    save.dispatch({ type: 'connectionLost', code })
  })
  provider.on('closed', ({ code }) => finish(refusal ?? errorOfClose(code) ?? 'no-access'))

  if (copy.manifest === null) provider.connect()
  else {
    role.set(copy.manifest.role)
    // What this device kept comes first: its edits go out with the handshake, and only then.
    void copy.openFromManifest(copy.manifest.epoch).then(() => {
      if (!isClosed) provider.connect()
    })
  }

  return {
    planId,
    doc,
    format,
    awareness,
    undo,
    content,
    save: save.state,
    connection,
    isLoaded,
    role,
    isOverHalf,
    hasUnsaved: save.hasUnsaved,
    people,
    recentChanges,
    change: (write) => {
      const mine = role.get()
      if (mine !== null && !can(mine, 'write')) return
      undo.stopCapturing()
      doc.transact(() => write(doc), localOrigin)
    },
    setPlace: (place) => awareness.setLocalStateField('place', place),
    setComposing: (isComposing) => (isComposing ? hold.begin() : hold.end()),
    onEvent: events.add,
    savedSeq: () => savedSeq,
    located: (thread) => thread,
    pointAt: (_target, range) => ({ range }),
    whenSaved: save.whenSaved,
    rescueCopy: () => ({
      fileName: rescueFileName(content.get(), clock.now()),
      text: rescueText(content.get(), format),
    }),
    isKept: () => save.model().isKept,
    reconnect: () => {
      const now = connection.get()
      // Signed in again, in another tab: the work that is here goes on where it was.
      if (now.kind === 'closed' && now.code === 'not-signed-in')
        connection.set({ kind: 'connecting' })
      else if (now.kind !== 'waiting') return
      provider.connect()
    },
    forgetLocalCopy: copy.forget,
    leaveLocalCopy: copy.leave,
    close: () => {
      if (isClosed) return
      isClosed = true
      hold.flush()
      provider.destroy()
      save.close()
      content.destroy()
      recentChanges.destroy()
      people.destroy()
      undo.destroy()
      copy.close()
      doc.destroy()
    },
  }
}
