import { can, type Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { errorOfClose } from '#shared/errors.ts'
import { type Hello, protocolVersion } from '#shared/protocol/messages.ts'
import type { OfflineManifest } from '../device/offline-manifest.ts'
import type { WriteKind } from '../transport/gated-socket.ts'
import type { Connection } from './session.ts'
import type { SessionEffect, SessionEvent } from './session-events.ts'

/**
 * The connection state of an open plan, without a socket, a document or a clock: the input is an event, the output is a
 * list of effects, and `plan-session.ts` runs the effects.
 *
 *   reading ──copyRead──► connecting ───greeted──► greeted ──sent: handshake──► answered
 *                           │    ▲                 │    ▲                           │
 *                        broken  │               broken │                        broken
 *                           ▼    │                 ▼    │                           ▼
 *                        waiting │               waiting └──────greeted────────  waiting
 *                                │
 *                             retried, once signed in again
 *                                │
 *   turnedAway, gaveUp, or a hello of another epoch or protocol ──► closed ──left──► ended
 *
 * Every connection answers the greeting again; `left` ends the session from every state.
 *
 * Invariants:
 * 1. No document message goes out before the hello, and no edit before the answer at the handshake, which holds every edit
 *    made before it: acks count the messages that went out.
 * 2. A refusal belongs to one connection: the next attempt starts without it.
 * 3. `closed` is left by signing in again only, `ended` by nothing.
 */
export type SessionModel = {
  link: Link
  /** Null until the server or the manifest named it. */
  epoch: string | null
  /** The timeline of the server's database at the last hello; null on SQLite. */
  timeline: string | null
  /** The last role from the server, also from before the connection was lost. */
  role: Role | null
  /** The highest sequence number that this page received. */
  savedSeq: number
  /** The highest one that an earlier page received: the copy on this device holds it. */
  copySeq: number
  isLoaded: boolean
  isOverHalf: boolean
}

type Greeting = {
  role: Role
  hasMissed: boolean
  maxFrameBytes: number
  refusal: ErrorCode | null
}

export type Link =
  /** The copy on this device is being read: its edits go out with the handshake. */
  | { kind: 'reading' }
  | { kind: 'connecting'; refusal: ErrorCode | null }
  /** The server said hello; the edits that it lacks are not sent yet. */
  | ({ kind: 'greeted' } & Greeting)
  /** `isFrameOut`: the message of the edit that is reported next was sent. */
  | ({ kind: 'answered'; isFrameOut: boolean } & Greeting)
  | { kind: 'waiting'; refusal: ErrorCode | null }
  | { kind: 'closed'; code: ErrorCode }
  | { kind: 'ended' }

export type Transition = { model: SessionModel; effects: readonly SessionEffect[] }

/** `known`: the manifest of this device; null when the plan opens here for the first time. */
export function openingSession(
  known: Pick<OfflineManifest, 'epoch' | 'role' | 'timeline' | 'seq'> | null,
): SessionModel {
  return {
    link: known === null ? { kind: 'connecting', refusal: null } : { kind: 'reading' },
    epoch: known?.epoch ?? null,
    timeline: known?.timeline ?? null,
    role: known?.role ?? null,
    savedSeq: 0,
    copySeq: known?.seq ?? 0,
    isLoaded: false,
    isOverHalf: false,
  }
}

/** Takes any event in any state: an event that can't happen in a state changes nothing and has no effect. */
export function transition(model: SessionModel, event: SessionEvent): Transition {
  const { link } = model
  if (link.kind === 'ended') return { model, effects: [] }
  if (event.type === 'left')
    return {
      model: { ...model, link: { kind: 'ended' } },
      effects: [],
    }
  if (event.type === 'edited') return edited(model)
  if (event.type === 'copyWhole')
    return { model: { ...model, isLoaded: true }, effects: [{ type: 'showLoaded' }] }
  if (link.kind === 'closed') return whenClosed(model, link.code, event)
  switch (event.type) {
    case 'copyRead':
      return link.kind === 'reading'
        ? {
            model: { ...model, link: { kind: 'connecting', refusal: null } },
            effects: [{ type: 'connect' }],
          }
        : same(model)
    case 'attempted':
      return link.kind === 'reading' ? same(model) : withLink(model, { ...link, refusal: null })
    case 'greeted':
      return link.kind === 'reading' ? same(model) : greeted(model, event.hello)
    case 'synced':
      return isGreeted(link)
        ? {
            model: { ...model, isLoaded: true },
            effects: [
              { type: 'showLoaded' },
              { type: 'markWhole' },
              { type: 'save', event: { type: 'synced' } },
            ],
          }
        : same(model)
    case 'sent':
      return sent(model, event.kind)
    case 'acked':
      return isGreeted(link)
        ? {
            model: withSeq(model, event.seq),
            effects: [{ type: 'save', event: { type: 'acked', count: event.count } }],
          }
        : same(model)
    case 'told':
      return isGreeted(link)
        ? {
            model: withSeq(model, event.event.seq),
            effects: [{ type: 'tell', event: event.event }],
          }
        : same(model)
    case 'refused':
      if (link.kind === 'reading') return same(model)
      return event.code === 'client-too-old'
        ? close(model, event.code)
        : withLink(model, { ...link, refusal: event.code })
    case 'changedByOthers':
      return link.kind === 'answered'
        ? withLink(model, { ...link, isFrameOut: false })
        : same(model)
    case 'broken':
      return link.kind === 'reading' ? same(model) : broken(model, link.refusal, event.close)
    case 'turnedAway':
      return link.kind === 'reading'
        ? same(model)
        : close(model, link.refusal ?? errorOfClose(event.close) ?? 'no-access')
    case 'gaveUp':
      return close(model, event.code)
    case 'retried':
      return link.kind === 'waiting' ? { model, effects: [{ type: 'connect' }] } : same(model)
  }
}

/** Whether a document message may go out, decided at the moment of sending. */
export function verdictOn(
  { link }: SessionModel,
  { kind, bytes }: { kind: WriteKind; bytes: number },
): 'send' | 'hold' | 'too-large' {
  if (!isGreeted(link) || !can(link.role, 'write')) return 'hold'
  if (kind === 'edit' && link.kind !== 'answered') return 'hold'
  return bytes > link.maxFrameBytes ? 'too-large' : 'send'
}

/** The connection state that screens see; null after the session ended. */
export function connectionOf({ link }: SessionModel): Connection | null {
  switch (link.kind) {
    case 'reading':
    case 'connecting':
      return { kind: 'connecting' }
    case 'greeted':
    case 'answered':
      return { kind: 'live', role: link.role, hasMissed: link.hasMissed }
    case 'waiting':
      return { kind: 'waiting' }
    case 'closed':
      return { kind: 'closed', code: link.code }
    case 'ended':
      return null
  }
}

function isGreeted(link: Link): link is Extract<Link, { kind: 'greeted' | 'answered' }> {
  return link.kind === 'greeted' || link.kind === 'answered'
}

/** Up to where this client knows the plan: what it says at its next handshake (EP3). */
export function knownBy({ timeline, savedSeq, copySeq }: SessionModel): {
  timeline: string | null
  seq: number
} {
  return { timeline, seq: Math.max(savedSeq, copySeq) }
}

function same(model: SessionModel): Transition {
  return { model, effects: [] }
}

function withLink(model: SessionModel, link: Link): Transition {
  return same({ ...model, link })
}

function withSeq(model: SessionModel, seq: number): SessionModel {
  return { ...model, savedSeq: Math.max(model.savedSeq, seq) }
}

function greeted(model: SessionModel, hello: Hello): Transition {
  if (hello.protocol !== protocolVersion) return close(model, 'client-too-old')
  if (model.epoch !== null && hello.epoch !== model.epoch) return close(model, 'other-epoch')
  const { epoch, timeline, role, isOverHalf } = hello
  const isElsewhere = model.timeline !== null && timeline !== model.timeline
  const link: Link = {
    kind: 'greeted',
    role,
    // On another timeline a number may be that of another event.
    hasMissed: isElsewhere || hello.eventSeq > model.savedSeq,
    maxFrameBytes: hello.limits.maxFrameBytes,
    refusal: null,
  }
  // The server compared the copy: from now on it is on this timeline.
  const next = withSeq({ ...model, link, epoch, timeline, role, isOverHalf, copySeq: 0 }, hello.seq)
  return {
    model: next,
    effects: [
      { type: 'announce', epoch, timeline, seq: next.savedSeq },
      { type: 'save', event: { type: 'helloReceived', role } },
      { type: 'keepCopy', epoch, isFirst: model.epoch === null },
    ],
  }
}

function sent(model: SessionModel, kind: WriteKind): Transition {
  const { link } = model
  if (!isGreeted(link) || (kind === 'edit' && link.kind === 'greeted')) return same(model)
  const next = { ...link, kind: 'answered', isFrameOut: kind === 'edit' } as const
  return {
    model: { ...model, link: next },
    effects: [{ type: 'save', event: { type: 'sent', kind } }],
  }
}

/** Work made after the plan was closed counts as unsent: the rescue copy holds it. */
function edited(model: SessionModel): Transition {
  const { link } = model
  const isSent = link.kind === 'answered' && link.isFrameOut
  return {
    model: isSent ? { ...model, link: { ...link, isFrameOut: false } } : model,
    effects: [{ type: 'save', event: { type: 'localEdit', isSent } }],
  }
}

function broken(model: SessionModel, refusal: ErrorCode | null, end: number | null): Transition {
  const code = refusal ?? (end === null ? null : errorOfClose(end))
  const { epoch } = model
  return {
    model: { ...model, link: { kind: 'waiting', refusal } },
    effects: [
      ...(epoch === null ? [] : [{ type: 'announce', epoch, ...knownBy(model) } as const]),
      { type: 'save', event: { type: 'connectionLost', code } },
    ],
  }
}

/** Closes without another attempt: the page reports the reason and reopens the plan or leaves. */
function close(model: SessionModel, code: ErrorCode): Transition {
  return {
    model: { ...model, link: { kind: 'closed', code } },
    effects: [
      { type: 'save', event: { type: 'closedFinal', code } },
      { type: 'settleCopy', code },
      { type: 'disconnect' },
    ],
  }
}

function whenClosed(model: SessionModel, code: ErrorCode, event: SessionEvent): Transition {
  switch (event.type) {
    case 'broken':
      return same(model)
    case 'retried':
      // Signed in again in another tab: the session continues with the work on this page.
      return code === 'not-signed-in'
        ? {
            model: { ...model, link: { kind: 'connecting', refusal: null } },
            effects: [{ type: 'connect' }],
          }
        : same(model)
    default:
      return same(model)
  }
}
