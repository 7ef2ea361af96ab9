import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Format } from '#shared/format/schema.ts'
import { richTextSchemaVersion } from '#shared/richtext/extensions.ts'
import { browserClock, type Clock } from '../clock.ts'
import { browserStore, type LocalStore } from '../device/local-copy.ts'
import { gatedSocket, type WebSocketClass, type WriteKind } from '../transport/gated-socket.ts'
import { preferredTransport } from '../transport/transport-preference.ts'
import { createContentSource } from './content-source.ts'
import { reportIncoming } from './incoming-updates.ts'
import { createPeople } from './people.ts'
import { createRecentChanges } from './recent-changes.ts'
import { createSaveTracker } from './save-tracker.ts'
import { createSessionCopy } from './session-copy.ts'
import { connectionOf, knownBy, type SessionModel } from './session-state.ts'
import { createPlanUndo } from './undo.ts'

export type PlanSessionOptions = {
  planId: string
  format: Format
  me: { id: string; name: string }
  /** The address of the sync endpoint, without the plan: `wss://host/sync`. */
  url: string
  WebSocketPolyfill?: WebSocketClass
  store?: LocalStore
  clock?: Clock
  random?: () => number
}

export const longestRetryMs = 30_000

/** The way of the parts to the state of their session. */
type SessionLink = {
  model: () => SessionModel
  /** Decides on each document message that is about to go out. */
  maySend: (kind: WriteKind, bytes: number) => boolean
  /** The copy on this device held the whole plan. */
  onCopyWhole: () => void
}

export type SessionParts = ReturnType<typeof createSessionParts>

/** The document of an open plan and everything that works on it. Nothing is connected or read yet. */
export function createSessionParts(
  options: PlanSessionOptions,
  { model, maySend, onCopyWhole }: SessionLink,
) {
  const { planId, format, me, store = browserStore, clock = browserClock } = options
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  // y-protocols takes a first state with clock 0 for one it has already seen.
  awareness.setLocalState({})
  const save = createSaveTracker(clock)
  const provider = connectionTo(options, { doc, awareness, model: model(), maySend })
  return {
    clock,
    doc,
    awareness,
    save,
    provider,
    copy: createSessionCopy({
      store,
      userId: me.id,
      planId,
      format,
      doc,
      save,
      clock,
      epoch: () => model().epoch,
      role: () => model().role,
      known: () => knownBy(model()),
      isLoaded: () => model().isLoaded,
      isOver: () => model().link.kind === 'closed',
      onWhole: onCopyWhole,
    }),
    people: createPeople(awareness, me),
    undo: createPlanUndo(doc, format),
    incoming: reportIncoming(provider),
    content: createContentSource({
      doc,
      format,
      clock,
      at: () => ({ epoch: model().epoch ?? '', seq: model().savedSeq }),
    }),
    recentChanges: createRecentChanges({
      doc,
      format,
      awareness,
      clock,
      isLive: () => connectionOf(model())?.kind === 'live' && provider.synced,
    }),
  }
}

function connectionTo(
  { url, planId, WebSocketPolyfill }: PlanSessionOptions,
  {
    doc,
    awareness,
    model,
    maySend,
  }: Pick<SessionLink, 'maySend'> & { doc: Y.Doc; awareness: Awareness; model: SessionModel },
): WebsocketProvider {
  const { epoch } = model
  const { timeline, seq } = knownBy(model)
  return new WebsocketProvider(url, planId, doc, {
    connect: false,
    awareness,
    // A broadcast between tabs would bypass the checks of the server and its acknowledgements.
    disableBc: true,
    maxBackoffTime: longestRetryMs,
    WebSocketPolyfill: gatedSocket(WebSocketPolyfill ?? preferredTransport(), maySend),
    params: {
      ext: '1',
      schema: String(richTextSchemaVersion),
      ...(epoch === null ? {} : { epoch }),
      ...(timeline === null ? {} : { timeline, seq: String(seq) }),
    },
  })
}

export function destroySessionParts(parts: SessionParts): void {
  const { provider, save, content, recentChanges, people, undo, copy, doc } = parts
  provider.destroy()
  save.close()
  for (const part of [content, recentChanges, people, undo]) part.destroy()
  copy.close()
  doc.destroy()
}
