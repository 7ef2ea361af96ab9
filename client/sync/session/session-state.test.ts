import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '#shared/errors.ts'
import type { EventFrame } from '#shared/protocol/events.ts'
import { type Hello, protocolVersion } from '#shared/protocol/messages.ts'
import type { SessionEffect, SessionEvent } from './session-events.ts'
import {
  connectionOf,
  type Link,
  openingSession,
  type SessionModel,
  transition,
  verdictOn,
} from './session-state.ts'

const hello: Hello = {
  protocol: protocolVersion,
  epoch: 'e1',
  timeline: null,
  seq: 7,
  eventSeq: 3,
  role: 'editor',
  limits: { maxFrameBytes: 100 },
  isOverHalf: false,
}
const event = { seq: 9, event: { type: 'plan.deleted' } } as unknown as EventFrame
const greeting = {
  role: 'editor',
  hasMissed: true,
  maxFrameBytes: 100,
  refusal: null,
} as const

const links = {
  reading: { kind: 'reading' },
  connecting: { kind: 'connecting', refusal: null },
  refused: { kind: 'connecting', refusal: 'unavailable' },
  greeted: { kind: 'greeted', ...greeting },
  answered: { kind: 'answered', ...greeting, isFrameOut: false },
  sending: { kind: 'answered', ...greeting, isFrameOut: true },
  waiting: { kind: 'waiting', refusal: null },
  signedOut: { kind: 'closed', code: 'not-signed-in' },
  closed: { kind: 'closed', code: 'no-access' },
  ended: { kind: 'ended' },
} as const satisfies Record<string, Link>
type At = keyof typeof links

const events = {
  copyRead: { type: 'copyRead' },
  copyWhole: { type: 'copyWhole' },
  attempted: { type: 'attempted' },
  hello: { type: 'greeted', hello },
  otherEpoch: { type: 'greeted', hello: { ...hello, epoch: 'e2' } },
  otherProtocol: { type: 'greeted', hello: { ...hello, protocol: protocolVersion + 1 } },
  synced: { type: 'synced' },
  answer: { type: 'sent', kind: 'handshake' },
  edit: { type: 'sent', kind: 'edit' },
  acked: { type: 'acked', count: 2, seq: 8 },
  told: { type: 'told', event },
  unavailable: { type: 'refused', code: 'unavailable' },
  tooOld: { type: 'refused', code: 'client-too-old' },
  edited: { type: 'edited' },
  changedByOthers: { type: 'changedByOthers' },
  lost: { type: 'broken', close: 1006 },
  neverOpened: { type: 'broken', close: null },
  sentAway: { type: 'broken', close: 4503 },
  turnedAway: { type: 'turnedAway', close: 4404 },
  gaveUp: { type: 'gaveUp', code: 'too-large' },
  retried: { type: 'retried' },
  left: { type: 'left' },
} as const satisfies Record<string, SessionEvent>
type Happens = keyof typeof events

/** A plan with a copy on this device, at sequence number 5. */
const modelAt = (at: At): SessionModel => ({
  ...openingSession({ epoch: 'e1', role: 'editor', timeline: null, seq: 0 }),
  link: links[at],
  savedSeq: 5,
})

/** The next state and the effects per event; every other event changes nothing and has no effect. */
type Row = readonly [Link['kind'], ...string[]]
const closing = (code: ErrorCode): Row => [
  'closed',
  `closedFinal ${code}`,
  `settleCopy ${code}`,
  'disconnect',
]
const lost = (code: ErrorCode | null): Row => ['waiting', 'announce', `connectionLost ${code}`]
const greets: Row = ['greeted', 'announce', 'helloReceived', 'keepCopy later']
const loads = ['showLoaded'] as const
const ends: Row = ['ended']
const unsent = 'localEdit unsent'

const onTheWay: Partial<Record<Happens, Row>> = {
  hello: greets,
  otherEpoch: closing('other-epoch'),
  otherProtocol: closing('client-too-old'),
  tooOld: closing('client-too-old'),
  lost: lost(null),
  neverOpened: lost(null),
  sentAway: lost('unavailable'),
  turnedAway: closing('plan-not-found'),
  gaveUp: closing('too-large'),
  left: ends,
}
const live = (kind: 'greeted' | 'answered'): Partial<Record<Happens, Row>> => ({
  ...onTheWay,
  copyWhole: [kind, ...loads],
  synced: [kind, 'showLoaded', 'markWhole', 'synced'],
  answer: ['answered', 'sent handshake'],
  acked: [kind, 'acked 2'],
  told: [kind, 'tell'],
  edited: [kind, unsent],
})

const table: Record<At, Partial<Record<Happens, Row>>> = {
  reading: {
    copyRead: ['connecting', 'connect'],
    copyWhole: ['reading', ...loads],
    edited: ['reading', unsent],
    gaveUp: closing('too-large'),
    left: ends,
  },
  connecting: {
    ...onTheWay,
    copyWhole: ['connecting', ...loads],
    edited: ['connecting', unsent],
    unavailable: ['connecting'],
  },
  refused: {
    ...onTheWay,
    attempted: ['connecting'],
    copyWhole: ['connecting', ...loads],
    edited: ['connecting', unsent],
    lost: lost('unavailable'),
    neverOpened: lost('unavailable'),
    turnedAway: closing('unavailable'),
  },
  greeted: { ...live('greeted'), unavailable: ['greeted'] },
  answered: {
    ...live('answered'),
    edit: ['answered', 'sent edit'],
    unavailable: ['answered'],
  },
  sending: {
    ...live('answered'),
    edit: ['answered', 'sent edit'],
    unavailable: ['answered'],
    edited: ['answered', 'localEdit sent'],
    changedByOthers: ['answered'],
  },
  waiting: {
    ...onTheWay,
    copyWhole: ['waiting', ...loads],
    edited: ['waiting', unsent],
    unavailable: ['waiting'],
    retried: ['waiting', 'connect'],
  },
  signedOut: {
    copyWhole: ['closed', ...loads],
    edited: ['closed', unsent],
    lost: ['closed'],
    neverOpened: ['closed'],
    sentAway: ['closed'],
    retried: ['connecting', 'connect'],
    left: ends,
  },
  closed: {
    copyWhole: ['closed', ...loads],
    edited: ['closed', unsent],
    lost: ['closed'],
    neverOpened: ['closed'],
    sentAway: ['closed'],
    left: ends,
  },
  ended: {},
}

function named(effect: SessionEffect): string {
  switch (effect.type) {
    case 'save': {
      const { event: saved } = effect
      if (saved.type === 'localEdit') return `localEdit ${saved.isSent ? 'sent' : 'unsent'}`
      if (saved.type === 'sent') return `sent ${saved.kind}`
      if (saved.type === 'acked') return `acked ${saved.count}`
      if (saved.type === 'closedFinal' || saved.type === 'connectionLost')
        return `${saved.type} ${saved.code}`
      return saved.type
    }
    case 'keepCopy':
      return `keepCopy ${effect.isFirst ? 'first' : 'later'}`
    case 'settleCopy':
      return `settleCopy ${effect.code}`
    default:
      return effect.type
  }
}

describe.each(Object.keys(links) as At[])('a plan that is %s', (at) => {
  it.each(Object.keys(events) as Happens[])('when %s happens', (happens) => {
    const before = modelAt(at)
    const { model, effects } = transition(before, events[happens])
    const row = table[at][happens]
    if (row === undefined) {
      expect({ model, effects }).toEqual({ model: before, effects: [] })
      return
    }
    expect([model.link.kind, ...effects.map(named)]).toEqual(row)
  })
})

describe('the state that is remembered', () => {
  const following = (model: SessionModel, ...happened: SessionEvent[]) =>
    happened.reduce((now, next) => transition(now, next).model, model)

  it('a plan that is new here connects at once, takes the server’s epoch and opens its copy with it', () => {
    const fresh = openingSession(null)
    expect(fresh.link.kind).toBe('connecting')
    const { model, effects } = transition(fresh, events.hello)
    expect(model).toMatchObject({ epoch: 'e1', role: 'editor', savedSeq: 7 })
    expect(effects.map(named)).toContain('keepCopy first')
  })

  it('the highest number wins, whatever comes later', () => {
    const at = (seq: number) => ({ type: 'acked', count: 1, seq }) as const
    expect(following(modelAt('answered'), at(12), at(10), events.told).savedSeq).toBe(12)
  })

  it('EV2 a hello tells whether events went by, not what others typed', () => {
    const missed = (eventSeq: number) =>
      connectionOf(
        following(modelAt('waiting'), { type: 'greeted', hello: { ...hello, eventSeq } }),
      )
    expect(missed(5)).toMatchObject({ hasMissed: false })
    expect(missed(6)).toMatchObject({ hasMissed: true })
  })

  it('a refusal of the server is about that connection alone', () => {
    const refused = following(modelAt('answered'), events.unavailable)
    expect(named(transition(refused, events.lost).effects[1] as SessionEffect)).toBe(
      'connectionLost unavailable',
    )
    const again = following(refused, events.lost, events.attempted)
    expect(named(transition(again, events.neverOpened).effects[1] as SessionEffect)).toBe(
      'connectionLost null',
    )
  })

  it('a greeting is answered anew on each connection', () => {
    const again = following(modelAt('answered'), events.lost, events.attempted, events.hello)
    expect(verdictOn(again, { kind: 'edit', bytes: 1 })).toBe('hold')
  })

  it('the role and the content stay when the connection goes', () => {
    const gone = following(modelAt('answered'), events.synced, events.lost)
    expect(gone).toMatchObject({ role: 'editor', isLoaded: true })
  })
})

describe('whether a document message may go out', () => {
  const verdict = (at: At, kind: 'handshake' | 'edit', bytes = 100) =>
    verdictOn(modelAt(at), { kind, bytes })

  it.each(Object.keys(links) as At[])('%s', (at) => {
    const isAnswered = links[at].kind === 'answered'
    const isGreeted = links[at].kind === 'greeted'
    expect(verdict(at, 'handshake')).toBe(isAnswered || isGreeted ? 'send' : 'hold')
    expect(verdict(at, 'edit')).toBe(isAnswered ? 'send' : 'hold')
  })

  it('none of anyone who may not write', () => {
    const reader = { ...modelAt('answered'), link: { ...links.answered, role: 'reader' } as const }
    expect(verdictOn(reader, { kind: 'handshake', bytes: 1 })).toBe('hold')
  })

  it('none larger than the server takes', () => {
    expect(verdict('answered', 'edit', 101)).toBe('too-large')
    expect(verdict('greeted', 'handshake', 101)).toBe('too-large')
  })
})

it('the screens see six states as four', () => {
  const shown = (Object.keys(links) as At[]).map((at) => connectionOf(modelAt(at))?.kind ?? null)
  expect(shown).toEqual([
    'connecting',
    'connecting',
    'connecting',
    'live',
    'live',
    'live',
    'waiting',
    'closed',
    'closed',
    null,
  ])
})
