import { describe, expect, it, vi } from 'vitest'
import { cellKey } from '#client/sync/session/session.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Table } from '#shared/format/schema.ts'
import { planValues } from '#shared/plan/layout.ts'
import { addRow, moveRow, removeRow, setCell, setValue } from '#shared/plan/rows.ts'
import { anna, format, joke } from '../support/fixtures.ts'
import { sessionWorld, settle, write } from '../support/session-world.ts'

const world = sessionWorld()
const themes = tableOf(format, 'themes') as Table

describe('together', () => {
  it('others are seen at once, once each, with what the server says of them, also after a broken connection', async () => {
    const mine = await world.start(anna)
    const hers = await world.start(joke)
    const herOtherTab = await world.start(joke)
    expect(mine.people.get()).toHaveLength(2)
    hers.setPlace({ section: 'themas', field: 'themasInleiding' })
    mine.setPlace({ section: 'begroting' })
    await world.server.flush()
    expect(mine.people.get()).toMatchObject([
      { userId: 'anna', isMe: true, discipline: 'huisartsenzorg', place: { section: 'begroting' } },
      {
        userId: 'joke',
        isMe: false,
        name: 'Joke Bakker',
        color: '#0f766e',
        place: { field: 'themasInleiding' },
      },
    ])
    world.server.drop()
    expect(mine.people.get()).toHaveLength(1)
    await world.reconnect()
    expect(mine.people.get()).toHaveLength(2)
    hers.close()
    herOtherTab.close()
    await world.server.flush()
    expect(mine.people.get().map((person) => person.userId)).toEqual(['anna'])
  })

  it('an update of another user is reported before the document takes it, also after a broken connection', async () => {
    const mine = await world.start(anna)
    const hers = await world.start(joke)
    const gemeente = () => planValues(mine.doc).get('gemeente')
    const before: unknown[] = []
    const stop = mine.onIncoming(() => before.push(gemeente()))
    write(hers, 'Zwolle')
    await world.server.flush()
    write(hers, 'Kampen')
    await world.server.flush()
    expect(before).toEqual([undefined, 'Zwolle'])
    world.server.drop()
    write(hers, 'Zutphen')
    await world.reconnect()
    expect([before.includes('Kampen'), gemeente()]).toEqual([true, 'Zutphen'])
    stop()
    before.length = 0
    write(hers, 'Deventer')
    await world.server.flush()
    expect(before).toEqual([])
  })

  it('undo takes back only my work, over cells and rows', async () => {
    const mine = await world.start(anna)
    const hers = await world.start(joke)
    mine.change((doc) => setCell(doc, 'themes', 'ouderen', 'title', 'Ouderen thuis'))
    await world.server.flush()
    hers.change((doc) => addRow(doc, themes, { id: 'jeugd', cells: { title: 'Jeugd' } }))
    await world.server.flush()
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
    const mine = await world.start(anna)
    const hers = await world.start(joke)
    mine.change((doc) => setCell(doc, 'themes', 'ouderen', 'title', 'Ouderen thuis'))
    await world.server.flush()
    expect(mine.recentChanges.get().size).toBe(0)
    hers.change((doc) => setCell(doc, 'themes', 'ouderen', 'title', 'Kwetsbare ouderen'))
    await world.server.flush()
    expect(mine.recentChanges.get().get(cellKey('themes', 'ouderen', 'title'))).toMatchObject({
      by: { name: 'Joke Bakker' },
      wasMine: true,
      mine: 'Ouderen thuis',
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(mine.recentChanges.get().size).toBe(0)
  })

  it('changes of others while I was away did not happen a moment ago', async () => {
    const mine = await world.start(anna)
    const hers = await world.start(joke)
    const socket = [...world.server.sockets].find((candidate) => candidate.userId === 'anna')
    socket?.end(1006)
    hers.change((doc) => setCell(doc, 'themes', 'ouderen', 'title', 'Kwetsbare ouderen'))
    await world.server.flush()
    await world.reconnect()
    expect(mine.content.get().tables['themes']?.[0]?.['title']).toBe('Kwetsbare ouderen')
    expect(mine.recentChanges.get().size).toBe(0)
  })
})

describe('content', () => {
  it('keeps what did not change, and tells once per change', async () => {
    const session = await world.start()
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

  it('holds my own change before the event that made it is over', async () => {
    const session = await world.start()
    let seen: unknown
    session.content.subscribe(() => (seen = session.content.get().values['gemeente']))
    write(session, 'Zwolle')
    expect(seen).toBe('Zwolle')
  })
})
