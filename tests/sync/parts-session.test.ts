import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { openPartsSession, type PartsAnswer } from '#client/sync/session/parts-session.ts'
import { type PartsView, wholeView } from '#client/sync/session/session.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { PlanParts } from '#shared/api/parts.ts'
import { rangeOfWords, wordsOfRange } from '#shared/comments/range-words.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { tableOf } from '#shared/format/lookup.ts'
import { partsOfFormat } from '#shared/format/parts-of-format.ts'
import { FormatSchema, type Table } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { fieldFragment } from '#shared/plan/layout.ts'
import { readParts } from '#shared/plan/read-parts.ts'
import { addRow, moveRow, removeRow, setCell } from '#shared/plan/rows.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { atOnce } from '#shared/steps.ts'
import { HandClock } from '../support/hand-clock.ts'

const whole = FormatSchema.parse(medrie)
const parts = ['netwerkvorming', 'themas', 'begroting']
const format = partsOfFormat(whole, parts)
const themes = tableOf(whole, 'themes') as Table
const netwerk = { kind: 'field', field: 'netwerk' } as const

/** The document on the server, and the requests that wait for it. */
let doc: Y.Doc
let clock: HandClock
let waiting: { resolve: (answer: PartsAnswer) => void; reject: (error: unknown) => void }[]
let told: PlanParts[]
let session: PartsView
let words: PlanParts['words']

beforeEach(() => {
  doc = new Y.Doc()
  const input = {
    values: { wijk: 'Lindewijk' },
    fields: { netwerk: 'Wij overleggen elke maand.\n\nMet alle partners.', leden: 'GEHEIM' },
    tables: {
      parties: [{ id: 'p1', name: 'GEHEIM' }],
      themes: [{ id: 't1', title: 'Ouderen', goal: 'Langer thuis', lead: 'p1' }],
      budget: [
        { id: 'b1', group: 't1', description: 'Uren', quantityHundredths: 150, rateCents: 7500 },
      ],
    },
  }
  Y.applyUpdate(
    doc,
    seedPlan(whole, input, () => 'x'),
  )
  clock = new HandClock()
  waiting = []
  told = []
  words = {}
  session = openPartsSession({
    planId: 'p',
    format,
    ask: (_query, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
        waiting.push({ resolve, reject })
      }),
    onTold: (next) => told.push(next),
    clock,
    random: () => 0,
  })
})
afterEach(() => session.close())

let tags = 0
async function answer(): Promise<void> {
  const { content } = atOnce(readParts(doc, whole, parts, { epoch: 'e', seq: 0 }))
  const plan = { role: 'commenter', sections: parts } as PlanParts['plan']
  waiting.shift()?.resolve({
    tag: `t${tags++}`,
    seq: tags,
    parts: { plan, content: JSON.parse(JSON.stringify(content)), words, threadsTag: '' },
  })
  await vi.waitFor(() => expect(waiting.length).toBe(1))
}
const refuse = async (code: ErrorCode) => {
  waiting.shift()?.reject(new AppError(code))
  await Promise.resolve()
  await Promise.resolve()
}
const serverTells = () => atOnce(readParts(doc, whole, parts, { epoch: 'e', seq: 0 })).content
const shown = () => session.content.get()

describe('a plan as far as someone was invited to it', () => {
  it('is on the screen what the server tells, through every kind of change', async () => {
    expect(session.isLoaded.get()).toBe(false)
    await answer()
    const expectEqual = () => {
      const { values, fields, tables, totals } = shown()
      const server = serverTells()
      expect({ values, fields, tables, totals }).toEqual({
        values: server.values,
        fields: server.fields,
        tables: server.tables,
        totals: server.totals,
      })
    }
    expectEqual()
    expect(shown().totals['budget']?.totalCents).toBe(11_250)
    expect(JSON.stringify(session.doc.toJSON())).not.toContain('GEHEIM')
    doc.transact(() => {
      addRow(doc, themes, { id: 't2', index: 0, cells: { title: 'Jongeren' } })
      setCell(doc, 'themes', 't1', 'title', 'Ouderen thuis')
      fieldFragment(doc, 'netwerk').delete(1, 1)
    })
    await answer()
    expectEqual()
    doc.transact(() => {
      moveRow(doc, 'themes', 't2', 1)
      removeRow(doc, 'themes', 't1')
    })
    await answer()
    expectEqual()
    expect(told).toHaveLength(3)
  })

  it('touches nothing of what stays the same', async () => {
    await answer()
    const updates: Uint8Array[] = []
    session.doc.on('update', (update: Uint8Array) => updates.push(update))
    await answer()
    expect(updates).toEqual([])
  })

  it('points at words of the server’s text, and at the same words from here', async () => {
    const text = fieldFragment(doc, 'netwerk')
    const range = rangeOfWords(text, { from: 4, to: 14, quote: 'overleggen' })
    if (range === null) throw new Error('the words are there')
    words = { a: wordsOfRange(text, range) ?? { from: 0, to: 0 } }
    await answer()
    const thread = { id: 'a', quote: 'overleggen', target: netwerk } as Thread
    const here = session.located(thread).range
    if (here === undefined) throw new Error('no range')
    expect(session.pointAt(netwerk, here)).toEqual({
      words: { from: 4, to: 14, quote: 'overleggen' },
    })
    // Others write before the words: the place follows here too.
    const first = (fieldFragment(doc, 'netwerk').get(0) as Y.XmlElement).get(0) as Y.XmlText
    first.insert(0, 'Ook: ')
    await answer()
    expect(session.pointAt(netwerk, here)).toEqual({
      words: { from: 9, to: 19, quote: 'overleggen' },
    })
    // Deleted words are not found.
    const gone = session.located({ ...thread, id: 'b' }).range
    expect(
      gone === undefined ? null : session.pointAt(netwerk, { ...gone, quote: 'bestaat niet' }),
    ).toEqual({})
  })

  it('waits and tries again without a connection, and says so when access is over', async () => {
    await answer()
    await refuse('unavailable')
    expect(session.connection.get()).toEqual({ kind: 'waiting' })
    clock.advance(500)
    await answer()
    expect(session.connection.get().kind).toBe('live')
    await refuse('no-access')
    expect(session.connection.get()).toEqual({ kind: 'closed', code: 'no-access' })
    expect(clock.pending).toBe(0)
  })

  it('has no way to take an edit', () => {
    expect(wholeView(session)).toBeNull()
    // @ts-expect-error nothing of these parts is written here
    expect(session.change).toBeUndefined()
  })
})
