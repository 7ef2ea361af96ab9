import * as Y from 'yjs'
import { localOrigin } from '#client/sync/session/undo.ts'
import { messageTypes } from '#shared/protocol/messages.ts'
import { Random } from '../support/random.ts'
import { comment } from './anchors.ts'
import type { FuzzPeer } from './peer.ts'
import { type EditKind, edits } from './plan-edits.ts'
import { allTokens, elementsOf } from './texts.ts'
import { sendTwins } from './twins.ts'
import { planId, type World } from './world.ts'

/**
 * One step of a run. All random choices in it derive from `n`, so that omitting other steps, as shrinking does, does not
 * change this one.
 */
export type Step = readonly [kind: StepKind, peer: number, n: number]
type Action = (world: World, peer: FuzzPeer, random: Random) => boolean | Promise<boolean>

const isAck = (message: unknown) => message instanceof Uint8Array && message[0] === messageTypes.ack
const take = (times: number, deliver: () => boolean) => {
  let delivered = 0
  while (delivered < times && deliver()) delivered++
  return delivered > 0
}

/** Undo and redo restore deleted content as copies, so the tokens that they touch are no longer checked. */
function takeBack(world: World, peer: FuzzPeer, way: 'undo' | 'redo'): boolean {
  const undo = world.undoOf(peer)
  if (!undo.state.get()[way === 'undo' ? 'canUndo' : 'canRedo']) return false
  const [tokens, elements] = [allTokens(peer.doc, world.format), elementsOf(peer.doc, world.format)]
  undo[way]()
  const [tokensAfter, elementsAfter] = [
    allTokens(peer.doc, world.format),
    elementsOf(peer.doc, world.format),
  ]
  for (const element of elementsAfter) if (!elements.has(element)) world.mayBeShuffled = true
  if (peer.originalRole === 'reader') return true
  for (const token of tokens.keys()) if (!tokensAfter.has(token)) world.touched.add(token)
  for (const element of elements)
    if (!elementsAfter.has(element)) world.deletedElements.add(element)
  return true
}

/** Steps around the edits: connection, server, storage, access. Each returns whether it was possible. */
const events = {
  undo: (world, peer) => takeBack(world, peer, 'undo'),
  redo: (world, peer) => takeBack(world, peer, 'redo'),
  up: (_world, peer, random) => take(random.between(1, 4), () => peer.deliverUp()),
  down: (_world, peer, random) => take(random.between(1, 4), () => peer.deliverDown()),
  commit: async (world, _peer, random) => {
    await world.nodeBy(random).commit()
    return true
  },
  flush: async (world) => {
    await flush(world)
    return true
  },
  connect: (world, peer) => {
    if (peer.isConnected && peer.link?.isCut === false) return false
    world.connect(peer)
    return true
  },
  disconnect: (_world, peer) => {
    if (!peer.isConnected) return false
    peer.disconnect({ isNoticed: true })
    return true
  },
  /** Half open: the client goes on typing into a connection that delivers nothing. */
  cut: (_world, peer) => {
    if (!peer.isConnected || peer.link === null || peer.link.isCut) return false
    peer.link.isCut = true
    return true
  },
  heartbeat: async (world) => {
    // Within 20 s everything is committed that storage does not hold back; otherwise the stall watch would rightly report it.
    for (let turns = 0; turns < 60 && world.isBusy; turns++) await world.commit()
    world.advance(20_000)
    return true
  },
  reload: (world, peer, random) => {
    if (peer.originalRole === 'reader') return false
    const keepsCopy = random.chance(0.7)
    if (!keepsCopy) world.count('reload without a copy')
    peer.reload(world.freshClientId(), keepsCopy)
    if (peer.role === 'reader') world.ceilings.set(peer.doc.clientID, { peer, from: 0 })
    return true
  },
  /** A connection loses the end of the sent messages, never the middle: after the acknowledgements nothing comes through. */
  loseAcks: (_world, peer) => {
    const { link } = peer
    const first = link?.toClient.findIndex(isAck) ?? -1
    if (link === null || link.isCut || first === -1) return false
    link.toClient.length = first
    take(99, () => peer.deliverDown())
    link.isCut = true
    return true
  },
  doubleUp: (_world, peer) => peer.repeat(),
  doubleDown: (_world, peer) => {
    const first = peer.link?.toClient[0]
    if (!(first instanceof Uint8Array) || peer.link?.isCut !== false) return false
    peer.link.toClient.unshift(first)
    return true
  },
  failCommit: (world, _peer, random) => {
    world.nodeBy(random).log.failNext()
    return true
  },
  tearCommit: (world, _peer, random) => {
    world.nodeBy(random).log.tearNext()
    return true
  },
  holdCommit: (world, _peer, random) => {
    if (world.held.length >= 2) return false
    const node = world.nodeBy(random)
    world.held.push({ node, ...node.log.holdNext() })
    return true
  },
  release: (world) => {
    const held = world.held.shift()
    held?.release()
    return held !== undefined
  },
  /** The process dies; messages that it sent before may still arrive. */
  crash: async (world, peer, random) => {
    const node = world.nodeOf(peer)
    for (const other of world.peersOn(node)) {
      if (random.chance(0.5)) take(99, () => other.deliverDown())
      other.disconnect({ isNoticed: false })
    }
    world.held.splice(0, world.held.length, ...world.held.filter((held) => held.node !== node))
    await node.crash()
    return true
  },
  /** Another node stores a snapshot and drops the changes before it, also when this room is behind. */
  compact: async (world, _peer, random) => {
    world.follow()
    await world
      .nodeBy(random)
      .log.saveSnapshot(planId, world.seq, Y.encodeStateAsUpdate(world.replay))
    return true
  },
  idle: async (world) => {
    for (const other of world.peers) other.disconnect({ isNoticed: true })
    await world.commit()
    world.advance(61_000)
    await world.settled()
    for (const { rooms } of world.nodes) if (rooms.stats().rooms === 0) world.count('room let go')
    return true
  },
  lower: (world, peer) => {
    if (peer.role !== 'editor') return false
    peer.role = 'reader'
    // Earlier edits may still reach the log; edits made from now on may not.
    world.ceilings.set(peer.doc.clientID, {
      peer,
      from: Y.getState(peer.doc.store, peer.doc.clientID),
    })
    world.revoke(peer)
    return true
  },
  restore: (world, peer) => {
    if (peer.role === peer.originalRole) return false
    restoreRole(world, peer)
    return true
  },
  event: async (world, peer, random) => {
    await world.appendElsewhere({
      kind: 'event',
      event: random.chance(0.5)
        ? { type: 'plan.changed' }
        : { type: 'member.changed', userId: peer.name },
    })
    return true
  },
  elsewhere: async (world, _peer, random) => {
    world.follow()
    const before = Y.encodeStateVector(world.replay)
    const kind = random.pick(['setCell', 'setValue', 'addRow', 'moveRow'] as const) ?? 'setValue'
    const none = { fresh: () => '', typed() {}, touched() {}, deleted() {} }
    world.elsewhere.transact(() =>
      edits[kind]({
        doc: world.elsewhere,
        format: world.format,
        random,
        book: none,
        freshId: () => world.freshId(),
      }),
    )
    await world.appendElsewhere({
      kind: 'update',
      update: Y.encodeStateAsUpdate(world.elsewhere, before),
    })
    return true
  },
  notify: (world, _peer, random) => {
    world.nodeBy(random).rooms.notifyChanged(planId)
    return true
  },
  /** Enough changes for the room to store a snapshot while all clients go on. */
  burst: async (world, peer) => {
    if (peer.role !== 'editor') return false
    for (let i = 0; i < 520; i++) peer.doc.getMap('values').set('team', `team ${i}`)
    await flush(world)
    return true
  },
} as const satisfies Record<string, Action>

export type StepKind = EditKind | keyof typeof events
export const stepKinds = [...Object.keys(edits), ...Object.keys(events)] as StepKind[]

const isEdit = (kind: StepKind): kind is EditKind => kind in edits

export async function perform(world: World, [kind, who, n]: Step): Promise<void> {
  const number = who % world.peers.length
  const peer = world.peers[number] as FuzzPeer
  const random = new Random(n)
  const done = isEdit(kind)
    ? edit(world, peer, number, kind, random)
    : await events[kind](world, peer, random)
  if (done) world.count(kind)
  // Part of an edit step and no step of its own, so that the runs of existing seeds do not change.
  const beside = new Random(n ^ 0xc0ffee)
  if (isEdit(kind) && beside.chance(0.2) && (await comment(world, peer, beside)))
    world.count('anchor made')
  // Not a step either: messages between nodes move all the time.
  world.bus?.move(new Random(n ^ 0xb05))
  const hostile = new Random(n ^ 0x7717)
  if (world.nodes.length > 1 && hostile.chance(0.05)) sendTwins(world, hostile)
  await world.settled()
}

function edit(
  world: World,
  peer: FuzzPeer,
  number: number,
  kind: EditKind,
  random: Random,
): boolean {
  const context = {
    doc: peer.doc,
    format: world.format,
    random,
    book: world.bookOf(peer, number),
    freshId: () => world.freshId(),
  }
  if (!peer.isConnected) world.count('edit without a connection')
  if (peer.role === 'reader') world.count('edit without the right')
  // Yjs groups edits for undo by the wall clock; here each edit is a step of its own.
  world.undoOf(peer).stopCapturing()
  return peer.doc.transact(() => edits[kind](context), localOrigin)
}

export function restoreRole(world: World, peer: FuzzPeer): void {
  peer.role = peer.originalRole
  for (const [clientId, ceiling] of world.ceilings)
    if (ceiling.peer === peer) world.ceilings.delete(clientId)
  world.revoke(peer)
}

/** Delivers messages and commits until nothing is pending. */
export async function flush(world: World): Promise<void> {
  for (let moved = true; moved; ) {
    await world.commit()
    moved = world.isBusy
    for (const peer of world.peers) {
      while (peer.deliverUp()) moved = true
      while (peer.deliverDown()) moved = true
    }
  }
}
