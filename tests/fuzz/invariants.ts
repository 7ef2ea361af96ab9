import * as Y from 'yjs'
import { createLogDocument } from '#server/yjs/integrate.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Table } from '#shared/format/schema.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { readPlan } from '#shared/plan/read.ts'
import { checkAnchors } from './anchors.ts'
import type { FuzzPeer } from './peer.ts'
import { standingOf } from './standing.ts'
import { allTokens } from './texts.ts'
import { planId, type World } from './world.ts'

/** The current violations; an empty list if there are none. */
export function checkStep(world: World): string[] {
  world.follow()
  const wrong: string[] = [...world.errors]
  for (const peer of world.peers) {
    wrong.push(...checkSaved(world, peer))
    if (!peer.isChanged) continue
    peer.isChanged = false
    wrong.push(...checkTotals(world, peer.doc, peer.name))
    // The work of this client, and of its earlier pages, may be ahead of the log; the work of others never is.
    const own = new Set(
      peer.writes.flatMap((write) => write.content.inserted.map(([client]) => client)),
    )
    for (const clientId of peer.doc.store.clients.keys()) {
      if (!own.has(clientId) && Y.getState(peer.doc.store, clientId) > world.index.end(clientId))
        wrong.push(`AK1 ${peer.name} sees work of ${clientId} that is not in the log`)
    }
  }
  for (const [clientId, { peer, from }] of world.ceilings)
    if (world.index.end(clientId) > from)
      wrong.push(`AU2 what ${peer.name} wrote without the right to is in the log`)
  return wrong
}

/** AK2: acknowledged work, and work that the screen shows as saved, is in the log. */
function checkSaved(world: World, peer: FuzzPeer): string[] {
  const wrong: string[] = []
  for (const write of peer.writes) {
    if (write.isAcked && !write.isChecked) {
      world.count('acknowledged write')
      if (!world.index.holds(write.content))
        wrong.push(
          `AK2 ${peer.name} was told that a write is saved, and it is not in the log: ${JSON.stringify(write.content)}`,
        )
      write.isChecked = true
    }
  }
  if (peer.saysSaved) {
    world.count('says saved')
    for (const write of peer.writes)
      if (!write.isAcked && !world.index.holds(write.content))
        wrong.push(`AK2 ${peer.name} says saved, and a write is not in the log`)
  }
  return wrong
}

/** PL1 and PL2, with sums computed here and not by the code of the totals. */
function checkTotals(world: World, doc: Y.Doc, name: string): string[] {
  const content = read(world, doc)
  const wrong: string[] = []
  for (const table of tablesOf(world.format)) {
    const rows = content.tables[table.id] ?? []
    if (new Set(rows.map((row) => row.id)).size !== rows.length)
      wrong.push(`PL2 ${name} has a row twice in ${table.id}`)
    const totals = content.totals[table.id]
    for (const { column } of table.totals) {
      const total = totals?.columns[column]
      const sum = countedIn(table, content.tables).reduce(
        (before, row) => before + amountOf(row, column),
        0,
      )
      const grouped = Object.values(total?.groups ?? {}).reduce(
        (before, cents) => before + cents,
        0,
      )
      if (total?.total !== sum)
        wrong.push(`PL1 ${name}: ${table.id}.${column} is ${total?.total}, its rows make ${sum}`)
      if (table.groups !== undefined && grouped !== sum)
        wrong.push(
          `PL1 ${name}: the groups of ${table.id}.${column} make ${grouped}, its rows ${sum}`,
        )
    }
    for (const row of rows) {
      const [quantity, rate, amount] = [
        row['quantityHundredths'],
        row['rateCents'],
        row['amountCents'],
      ]
      if (
        table.id === 'budget' &&
        typeof quantity === 'number' &&
        typeof rate === 'number' &&
        amount !== Math.round((quantity * rate) / 100)
      )
        wrong.push(`PL1 ${name}: ${quantity} x ${rate} is not ${String(amount)}`)
    }
  }
  return wrong
}

/** R1: a practice counts once, and only if it is known to be connected. */
function countedIn(table: Table, tables: PlanContent['tables']): readonly Row[] {
  const rows = tables[table.id] ?? []
  const by = table.countedBy
  if (by === undefined) return rows
  // A cell can name a row of any table, even its own row; only a row of these tables is a practice.
  const via = table.columns.find(({ id }) => id === by.via)
  const parties = via?.kind === 'reference' ? via.tables.flatMap((name) => tables[name] ?? []) : []
  const partyOf = (row: Row) => parties.find(({ id }) => id === row[by.via])
  return rows.filter((row, place) => {
    const party = partyOf(row)
    if (party === undefined) return typeof row[by.quantity] !== 'number'
    return (
      party[by.column] === by.is && !rows.slice(0, place).some((other) => partyOf(other) === party)
    )
  })
}

const amountOf = (row: Row, column: string) => {
  const cell = row[column]
  return typeof cell === 'number' ? cell : 0
}

function read(world: World, doc: Y.Doc): PlanContent {
  return readPlan(doc, world.format, { epoch: 'epoch-1', seq: 0 })
}

/** The state that must be equal in every reading of the plan. */
function viewOf(world: World, doc: Y.Doc): string {
  return JSON.stringify([standingOf(doc), world.mayBeShuffled ? null : read(world, doc)])
}

/** The room holds exactly a prefix of the log, and reopened storage gives the whole log. */
export async function checkRoom(world: World): Promise<string[]> {
  const wrong: string[] = []
  for (const { rooms, log } of world.nodes) {
    if (rooms.stats().rooms === 0) continue
    const history = log.history(planId)
    // During a commit the room shows its document to no client, so there is nothing to compare.
    const reading = rooms
      .read(planId, 0, (doc, { seq }) => ({ view: viewOf(world, doc), seq }))
      .catch(() => null)
    const room = await Promise.race([reading, afterTurns(30).then(() => null)])
    if (room !== null) {
      const expected = createLogDocument()
      for (const change of history.slice(0, room.seq))
        if (change.body.kind === 'update') Y.applyUpdate(expected, change.body.update)
      if (viewOf(world, expected) !== room.view)
        wrong.push(`LG3 the room at ${room.seq} is not what the log makes up to there`)
      expected.destroy()
      world.count('room compared')
    }
  }
  const loaded = await world.nodes[0].log.load(planId)
  const doc = createLogDocument()
  if (loaded?.snapshot != null) world.count('opened from a snapshot')
  if (loaded?.snapshot != null) Y.applyUpdate(doc, loaded.snapshot)
  for (const change of loaded?.changes ?? [])
    if (change.body.kind === 'update') Y.applyUpdate(doc, change.body.update)
  world.follow()
  if (world.replay.store.pendingStructs !== null)
    wrong.push('LG10 the log refers to words that it does not hold')
  if (viewOf(world, doc) !== viewOf(world, world.replay))
    wrong.push('LG5 what storage gives is not what the whole log makes')
  doc.destroy()
  return wrong
}

async function afterTurns(turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) await Promise.resolve()
}

/** After all clients are back and all messages delivered: all see the same document, and it equals the log. */
export function checkEnd(world: World): string[] {
  const wrong: string[] = []
  const expected = viewOf(world, world.replay)
  world.count(world.mayBeShuffled ? 'compared without order' : 'compared to the letter')
  for (const peer of world.peers) {
    if (!peer.isConnected) wrong.push(`${peer.name} could not come back`)
    // Edits of a user without write access stay on that user's screen.
    if (peer.originalRole === 'reader' && peer.writes.length > 0) continue
    if (viewOf(world, peer.doc) !== expected)
      wrong.push(`AK2 in the end ${peer.name} sees another plan than the log holds`)
    // A standard client counts its messages, and messages of a user without write access are not acknowledged.
    if (!peer.saysSaved && (peer.isOurs || peer.originalRole !== 'reader'))
      wrong.push(`AK3 in the end ${peer.name} is not told that all is saved`)
    if (peer.originalRole !== 'reader')
      for (const write of peer.writes)
        if (!world.index.holds(write.content))
          wrong.push(`UP3 a write of ${peer.name} never arrived`)
  }
  const counts = allTokens(world.replay, world.format)
  for (const [
    token,
    {
      inside,
      operation: [client, clock],
    },
  ] of world.tokens) {
    const count = counts.get(token) ?? 0
    const isGone =
      world.touched.has(token) || inside.some((element) => world.deletedElements.has(element))
    if (count > 1 && !isGone) wrong.push(`UP2 ${token} is there ${count} times`)
    const isLogged = world.index.holdsInserted([client, clock, clock + 1])
    if (isLogged && !isGone && count === 0)
      wrong.push(`AK2 ${token} is in the log and not in the plan`)
    if (!isLogged && !isGone && count > 0)
      wrong.push(`AK1 ${token} is in the plan and not in the log`)
    if (isLogged && !isGone) world.count('token found')
  }
  // If the order of a text may differ, the content between two of its words may differ too.
  return world.mayBeShuffled ? wrong : [...wrong, ...checkAnchors(world)]
}
