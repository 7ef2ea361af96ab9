import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import type { Role } from '#shared/access.ts'
import { tableOf } from '#shared/format/lookup.ts'
import { FormatSchema, type Table } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { planValues } from '#shared/plan/layout.ts'
import { addRow, moveRow, removeRow, setCell, setValue } from '#shared/plan/rows.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import type { PresenceUser } from '#shared/protocol/messages.ts'
import type { Known } from './known.ts'
import type { LocalStore } from './local-copy.ts'
import { MemoryServer } from './memory-server.ts'
import { openPlanSession } from './plan-session.ts'
import type { Rescue } from './rescues.ts'
import { cellKey, type PlanSession } from './session.ts'

const format = FormatSchema.parse(medrie)
const themes = tableOf(format, 'themes') as Table
const anna: PresenceUser = { id: 'anna', name: 'Anna de Boer', initials: 'AB', discipline: 'huisartsenzorg', color: '#1d4ed8' }
const joke: PresenceUser = { id: 'joke', name: 'Joke Bakker', initials: 'JB', discipline: 'wijkverpleging', color: '#0f766e' }

let server: MemoryServer
let open: PlanSession[]
let rows = 0

beforeEach(() => {
  vi.useFakeTimers()
  server = new MemoryServer()
  const input = { values: { wijk: 'Lindewijk' }, tables: { themes: [{ id: 'ouderen', title: 'Ouderen' }] } }
  Y.applyUpdate(
    server.doc,
    seedPlan(format, input, () => `r${rows++}`),
  )
  open = []
})
afterEach(() => {
  for (const session of open) session.close()
  vi.useRealTimers()
})

function start(user: PresenceUser = anna, options: { role?: Role; store?: LocalStore; isFlushed?: boolean } = {}): PlanSession {
  const { role = 'editor', store = memoryStore() } = options
  const session = openPlanSession({ planId: 'p1', format, me: user, url: 'ws://test/sync', WebSocketPolyfill: server.socketFor(user, role), store, random: () => 0 })
  open.push(session)
  if (options.isFlushed !== false) server.flush()
  return session
}

/** Keeps copies as long as the test runs, as IndexedDB does over a reload. */
function memoryStore(): LocalStore & { docs: Map<string, { doc: Y.Doc; complete: boolean; unsent: boolean }>; rescues: Map<string, Rescue> } {
  const docs = new Map<string, { doc: Y.Doc; complete: boolean; unsent: boolean }>()
  const knowns = new Map<string, Known>()
  const rescues = new Map<string, Rescue>()
  return {
    docs,
    known: (userId, planId) => knowns.get(`${userId}/${planId}`) ?? null,
    rescues,
    forget: (userId, planId) => void knowns.delete(`${userId}/${planId}`),
    addRescue: (rescue) => void rescues.set(`${rescue.planId}/${rescue.epoch}`, rescue),
    clearRescue: ({ planId, epoch }) => void rescues.delete(`${planId}/${epoch}`),
    setKnown: (userId, planId, known) => void (known === null ? knowns.delete(`${userId}/${planId}`) : knowns.set(`${userId}/${planId}`, known)),
    open: ({ userId, planId, epoch }, doc) => {
      const name = `${userId}/${planId}/${epoch}`
      const kept = docs.get(name) ?? { doc: new Y.Doc(), complete: false, unsent: false }
      docs.set(name, kept)
      const origin = { name }
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(kept.doc), origin)
      Y.applyUpdate(kept.doc, Y.encodeStateAsUpdate(doc))
      const keep = (update: Uint8Array) => Y.applyUpdate(kept.doc, update)
      doc.on('update', keep)
      return {
        origin,
        whenLoaded: Promise.resolve({ isComplete: kept.complete, hasUnsent: kept.unsent }),
        onFailed: () => {},
        markComplete: () => Object.assign(kept, { complete: true }),
        markUnsent: (hasUnsent) => Object.assign(kept, { unsent: hasUnsent }),
        close: () => doc.off('update', keep),
      }
    },
  }
}

const lone = () => [...server.sockets][0]
const write = (session: PlanSession, value: string) => session.change((doc) => setValue(doc, 'gemeente', value))
/** Microtasks: storage and notifications. */
const settle = () => vi.advanceTimersByTimeAsync(0)

async function reconnect() {
  await vi.advanceTimersByTimeAsync(1_000)
  server.flush()
}

describe('opening', () => {
  it('asks for the extensions and the schema, and is saved when the handshake is acknowledged', () => {
    const session = start()
    expect(lone()?.url).toBe('ws://test/sync/p1?ext=1&schema=1')
    expect(session.connection.get()).toMatchObject({ kind: 'live', role: 'editor' })
    expect(session.save.get().kind).toBe('saved')
    expect(session.content.get().values['wijk']).toBe('Lindewijk')
    expect(session.savedSeq()).toBe(server.seq)
  })

  it('is not loaded before the content is here', () => {
    const session = start(anna, { isFlushed: false })
    expect([session.isLoaded.get(), session.save.get().kind]).toEqual([false, 'loading'])
    server.isDown = true
    server.flush()
    expect([session.isLoaded.get(), session.save.get().kind, session.connection.get().kind]).toEqual([false, 'loading', 'waiting'])
  })

  it('a reader sends no document message and is saved', () => {
    const session = start(anna, { role: 'reader' })
    write(session, 'Zwolle')
    server.flush()
    expect(session.save.get().kind).toBe('saved')
    expect(lone()?.received).not.toContain('step2')
    expect(lone()?.received).not.toContain('update')
    expect(planValues(session.doc).get('gemeente')).toBeUndefined()
  })
})

describe('acknowledgements', () => {
  it('an edit is saved when the server has committed it, and not when it was sent', async () => {
    const session = start()
    server.holdsCommits = true
    write(session, 'Zwolle')
    expect(session.hasUnsaved.get()).toBe(true)
    server.flush()
    expect(session.save.get().kind).toBe('saving')
    const saved = session.whenSaved()
    server.commit()
    server.flush()
    await expect(saved).resolves.toBeUndefined()
    expect(session.save.get().kind).toBe('saved')
    expect(session.hasUnsaved.get()).toBe(false)
    expect(session.savedSeq()).toBe(server.seq)
  })

  it('EV2 a connection that is back says whether events went by meanwhile, and not for what others typed', async () => {
    const session = start()
    await settle()
    server.drop()
    expect(session.connection.get().kind).toBe('waiting')
    server.seq += 3
    await reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: false })
    server.drop()
    server.eventSeq = ++server.seq
    await reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: true })
    server.drop()
    await reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: false })
  })

  it('offline work goes out with the handshake and is saved with its ack', async () => {
    const session = start()
    await settle()
    server.drop()
    write(session, 'Zwolle')
    expect(session.save.get()).toEqual({ kind: 'offline', isKept: true, hasUnsent: true })
    server.holdsCommits = true
    await reconnect()
    expect(lone()?.received).toEqual(['step1', 'awareness', 'step2'])
    expect(session.save.get().kind).toBe('saving')
    server.commit()
    server.flush()
    expect(session.save.get().kind).toBe('saved')
    expect(planValues(server.doc).get('gemeente')).toBe('Zwolle')
  })

  it('an edit between opening the socket and the handshake is not lost and not counted twice', async () => {
    const session = start(anna, { isFlushed: false })
    write(session, 'Zwolle')
    server.flush()
    expect(lone()?.received.filter((kind) => kind === 'update')).toEqual([])
    expect(session.save.get().kind).toBe('saved')
    expect(planValues(server.doc).get('gemeente')).toBe('Zwolle')
  })

  it('what was sent but not committed is sent again on the next connection', async () => {
    const session = start()
    server.holdsCommits = true
    write(session, 'Zwolle')
    server.drop()
    server.holdsCommits = false
    expect(session.hasUnsaved.get()).toBe(true)
    await reconnect()
    expect(session.save.get().kind).toBe('saved')
    expect(planValues(server.doc).get('gemeente')).toBe('Zwolle')
  })

  it('tries again at once when asked', () => {
    const session = start()
    server.drop()
    session.reconnect()
    server.flush()
    expect(session.save.get().kind).toBe('saved')
  })

  it('waiting for saved ends with a reason when the plan is closed or the server stays away', async () => {
    const session = start()
    server.drop()
    server.isDown = true
    write(session, 'Zwolle')
    const behind = expect(session.whenSaved()).rejects.toMatchObject({ code: 'behind' })
    await vi.advanceTimersByTimeAsync(20_000)
    await behind
  })
})

describe('refusals', () => {
  it.each([
    ['no-access', 4403, { kind: 'closed', code: 'no-access' }],
    ['read-only', 4403, { kind: 'closed', code: 'read-only' }],
    ['not-signed-in', 4401, { kind: 'closed', code: 'not-signed-in' }],
    ['unavailable', 4503, { kind: 'waiting' }],
  ] as const)('%s', async (code, close, connection) => {
    const session = start()
    server.refuse(code, close)
    expect(session.connection.get()).toEqual(connection)
    expect(session.save.get()).toMatchObject({ kind: 'refused', code, hasUnsent: false })
    await reconnect()
    expect(server.sockets.size).toBe(connection.kind === 'waiting' ? 1 : 0)
  })

  it('a close code without a reason is enough', () => {
    const session = start()
    server.drop(4404)
    expect(session.connection.get()).toEqual({ kind: 'closed', code: 'plan-not-found' })
  })

  it('a message larger than the server takes is not sent, and said', async () => {
    server.limit = 200
    const session = start()
    write(session, 'x'.repeat(300))
    await settle()
    expect(session.save.get()).toMatchObject({ kind: 'refused', code: 'too-large', hasUnsent: true })
    await expect(session.whenSaved()).rejects.toMatchObject({ code: 'too-large' })
  })
})

describe('the copy on this device', () => {
  it('brings unsent work back after a reload without a connection', async () => {
    const store = memoryStore()
    const first = start(anna, { store })
    await settle()
    server.drop()
    server.isDown = true
    write(first, 'Zwolle')
    first.close()

    const second = start(anna, { store })
    await settle()
    server.flush()
    expect(second.isLoaded.get()).toBe(true)
    expect(second.content.get().values['gemeente']).toBe('Zwolle')
    expect(second.role.get()).toBe('editor')
    expect(second.save.get()).toEqual({ kind: 'offline', isKept: true, hasUnsent: true })

    server.isDown = false
    await reconnect()
    expect(lone()?.url).toContain('epoch=epoch-1')
    expect(second.save.get().kind).toBe('saved')
    expect(planValues(server.doc).get('gemeente')).toBe('Zwolle')
  })

  it('a copy that was never complete does not pass for the plan', async () => {
    const store = memoryStore()
    store.setKnown('anna', 'p1', { epoch: 'epoch-1', role: 'editor', isWhole: false })
    server.isDown = true
    const session = start(anna, { store })
    await settle()
    server.flush()
    expect([session.isLoaded.get(), session.save.get().kind]).toEqual([false, 'loading'])
  })

  it('is not mixed with a plan of another epoch', async () => {
    const store = memoryStore()
    const first = start(anna, { store })
    await settle()
    server.drop()
    write(first, 'Zwolle')
    first.close()

    server.epoch = 'epoch-2'
    const second = start(anna, { store })
    await settle()
    server.flush()
    expect(second.connection.get()).toEqual({ kind: 'closed', code: 'other-epoch' })
    expect(second.save.get()).toMatchObject({ kind: 'refused', code: 'other-epoch', hasUnsent: true })
    expect(planValues(server.doc).get('gemeente')).toBeUndefined()
    expect(second.rescueCopy().text).toContain('Zwolle')
    expect(second.rescueCopy().fileName).toMatch(/^kopie-Lindewijk-[\d-]+\.txt$/)

    second.forgetLocalCopy()
    second.close()
    const third = start(anna, { store })
    expect(third.save.get().kind).toBe('saved')
    expect(third.content.get().epoch).toBe('epoch-2')
    expect(store.rescues.size).toBe(0)
  })

  it('OF2 on 4409 nothing more is sent or taken; the copy stays apart until its person lets go of it', async () => {
    const store = memoryStore()
    const first = start(anna, { store })
    await settle()
    server.epoch = 'epoch-2'
    server.drop()
    write(first, 'Zwolle')
    await reconnect()
    expect(first.connection.get()).toEqual({ kind: 'closed', code: 'other-epoch' })
    expect(store.rescues.get('p1/epoch-1')).toMatchObject({ epoch: 'epoch-1', reason: 'other-epoch', hasUnsent: true, title: expect.stringContaining('Lindewijk') })
    await reconnect()
    expect(server.sockets.size).toBe(0)

    first.leaveLocalCopy()
    first.close()
    const second = start(anna, { store })
    await settle()
    expect(second.save.get().kind).toBe('saved')
    expect(second.content.get().values['gemeente']).toBeNull()
    expect(store.rescues.size).toBe(1)
    expect(store.docs.get('anna/p1/epoch-1')?.doc.getMap('values').get('gemeente')).toBe('Zwolle')
  })

  it('OF7 after 4401 the open plan goes on where it was, once its person is signed in again', async () => {
    const session = start(anna)
    await settle()
    server.drop()
    write(session, 'Zwolle')
    await reconnect()
    server.holdsCommits = true
    write(session, 'Kampen')
    server.refuse('not-signed-in', 4401)
    expect(session.connection.get()).toEqual({ kind: 'closed', code: 'not-signed-in' })
    expect(session.hasUnsaved.get()).toBe(true)
    server.holdsCommits = false
    session.reconnect()
    await settle()
    server.flush()
    expect(session.save.get().kind).toBe('saved')
    expect(planValues(server.doc).get('gemeente')).toBe('Kampen')
  })

  it.each([false, true])('OF3 goes when access is withdrawn, unless it holds unsent work: %s', async (hasUnsent) => {
    const store = memoryStore()
    const session = start(anna, { store })
    await settle()
    server.holdsCommits = true
    if (hasUnsent) write(session, 'Zwolle')
    server.refuse('no-access', 4403)
    expect(session.connection.get().kind).toBe('closed')
    expect(store.known('anna', 'p1') !== null).toBe(hasUnsent)
    expect(store.rescues.has('p1/epoch-1')).toBe(hasUnsent)
    session.close()
    // Access that comes back: the work is sent after all.
    server.holdsCommits = false
    const again = start(anna, { store })
    await settle()
    server.flush()
    expect([again.save.get().kind, store.rescues.size]).toEqual(['saved', 0])
    expect(planValues(server.doc).get('gemeente')).toBe(hasUnsent ? 'Zwolle' : undefined)
  })

  it('is never said to be kept when this device refuses', async () => {
    const store: LocalStore = { ...memoryStore(), open: () => ({ ...brokenCopy, whenLoaded: Promise.reject(new Error('private window')) }) }
    const session = start(anna, { store })
    await settle()
    server.drop()
    write(session, 'Zwolle')
    expect(session.save.get()).toEqual({ kind: 'offline', isKept: false, hasUnsent: true })
  })
})

const brokenCopy = { origin: {}, onFailed: () => {}, markComplete: () => {}, markUnsent: () => {}, close: () => {} }

describe('together', () => {
  it('others are seen at once, once each, with what the server says of them, also after a broken connection', async () => {
    const mine = start(anna)
    const hers = start(joke)
    const herOtherTab = start(joke)
    expect(mine.people.get()).toHaveLength(2)
    hers.setPlace({ section: 'themas', field: 'themasInleiding' })
    mine.setPlace({ section: 'begroting' })
    server.flush()
    expect(mine.people.get()).toMatchObject([
      { userId: 'anna', isMe: true, discipline: 'huisartsenzorg', place: { section: 'begroting' } },
      { userId: 'joke', isMe: false, name: 'Joke Bakker', color: '#0f766e', place: { field: 'themasInleiding' } },
    ])
    server.drop()
    expect(mine.people.get()).toHaveLength(1)
    await reconnect()
    expect(mine.people.get()).toHaveLength(2)
    hers.close()
    herOtherTab.close()
    server.flush()
    expect(mine.people.get().map((person) => person.userId)).toEqual(['anna'])
  })

  it('edits of others wait while I compose a word, in order and not for long', async () => {
    const mine = start(anna)
    const hers = start(joke)
    const gemeente = () => planValues(mine.doc).get('gemeente')
    mine.setComposing(true)
    write(hers, 'Zwolle')
    write(hers, 'Kampen')
    server.flush()
    expect(gemeente()).toBeUndefined()
    mine.setComposing(false)
    await vi.advanceTimersByTimeAsync(100)
    expect(gemeente()).toBe('Kampen')
    mine.setComposing(true)
    write(hers, 'Deventer')
    server.flush()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(gemeente()).toBe('Deventer')
    mine.setComposing(true)
    write(hers, 'Zutphen')
    server.flush()
    server.drop()
    expect(gemeente()).toBe('Zutphen')
  })

  it('undo takes back only my work, over cells and rows', () => {
    const mine = start(anna)
    const hers = start(joke)
    mine.change((doc) => setCell(doc, 'themes', 'ouderen', 'title', 'Ouderen thuis'))
    server.flush()
    hers.change((doc) => addRow(doc, themes, { id: 'jeugd', cells: { title: 'Jeugd' } }))
    server.flush()
    mine.change((doc) => moveRow(doc, 'themes', 'jeugd', 0))
    const titles = () => mine.content.get().tables['themes']?.map((row) => row['title'])
    expect(titles()).toEqual(['Jeugd', 'Ouderen thuis'])
    mine.undo.undo()
    expect(titles()).toEqual(['Ouderen thuis', 'Jeugd'])
    mine.undo.undo()
    expect(titles()).toEqual(['Ouderen', 'Jeugd'])
    expect(mine.undo.state.get()).toEqual({ canUndo: false, canRedo: true })
    mine.undo.redo()
    expect(titles()).toEqual(['Ouderen thuis', 'Jeugd'])
  })

  it('tells who overwrote my cell, and what I had', async () => {
    const mine = start(anna)
    const hers = start(joke)
    mine.change((doc) => setCell(doc, 'themes', 'ouderen', 'title', 'Ouderen thuis'))
    server.flush()
    expect(mine.recentChanges.get().size).toBe(0)
    hers.change((doc) => setCell(doc, 'themes', 'ouderen', 'title', 'Kwetsbare ouderen'))
    server.flush()
    expect(mine.recentChanges.get().get(cellKey('themes', 'ouderen', 'title'))).toMatchObject({ by: { name: 'Joke Bakker' }, wasMine: true, mine: 'Ouderen thuis' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(mine.recentChanges.get().size).toBe(0)
  })

  it('what others did while I was away did not happen a moment ago', async () => {
    const mine = start(anna)
    const hers = start(joke)
    const socket = [...server.sockets].find((candidate) => candidate.user.id === 'anna')
    socket?.end(1006)
    hers.change((doc) => setCell(doc, 'themes', 'ouderen', 'title', 'Kwetsbare ouderen'))
    server.flush()
    await reconnect()
    expect(mine.content.get().tables['themes']?.[0]?.['title']).toBe('Kwetsbare ouderen')
    expect(mine.recentChanges.get().size).toBe(0)
  })
})

describe('content', () => {
  it('keeps what did not change, and tells once per change', async () => {
    const session = start()
    session.change((doc) => addRow(doc, themes, { id: 'jeugd', cells: { title: 'Jeugd' } }))
    await settle()
    const before = session.content.get()
    const listener = vi.fn()
    session.content.subscribe(listener)
    session.change((doc) => {
      setCell(doc, 'themes', 'jeugd', 'title', 'Jongeren')
      setValue(doc, 'gemeente', 'Zwolle')
    })
    await settle()
    const after = session.content.get()
    expect(listener).toHaveBeenCalledTimes(1)
    expect(after.tables['themes']?.[0]).toBe(before.tables['themes']?.[0])
    expect(after.tables['themes']?.[1]).not.toBe(before.tables['themes']?.[1])
    expect(after.tables['budget']).toBe(before.tables['budget'])
    expect(after.fields).toBe(before.fields)
    expect(after.totals).toBe(before.totals)
    session.change((doc) => removeRow(doc, 'themes', 'jeugd'))
    expect(session.content.get().tables['themes']).toHaveLength(1)
  })

  it('holds my own change before the event that made it is over', () => {
    const session = start()
    let seen: unknown
    session.content.subscribe(() => (seen = session.content.get().values['gemeente']))
    write(session, 'Zwolle')
    expect(seen).toBe('Zwolle')
  })
})
