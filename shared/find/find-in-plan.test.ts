import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { partsOfFormat } from '../format/parts-of-format.ts'
import { type Format, FormatSchema } from '../format/schema.ts'
import { limits } from '../limits.ts'
import type { PlanInput, Target } from '../plan/content.ts'
import { fieldFragment, rootTypes } from '../plan/layout.ts'
import { readPlan } from '../plan/read.ts'
import { seedPlan } from '../plan/seed.ts'
import type { RichDoc } from '../richtext/rich-doc.ts'
import { findInPlan } from './find-in-plan.ts'
import { replaceInPlan } from './replace-in-plan.ts'

const format: Format = FormatSchema.parse(
  JSON.parse(readFileSync(new URL('../formats/medrie-wijkplan.json', import.meta.url), 'utf8')),
)
const values = { wijk: 'Søren-Oost', team: 'Team Zorg', periodFrom: '2026-03-09', periodTo: null }

const text = (...paragraphs: RichDoc['content'][]): RichDoc => ({
  type: 'doc',
  content: paragraphs.map((content) => ({ type: 'paragraph', content: content ?? [] })),
})
const words = (...texts: string[]) => text(...texts.map((one) => [{ type: 'text', text: one }]))

const input: PlanInput = {
  values,
  fields: {
    leden: text([
      { type: 'text', text: 'De wijk' },
      { type: 'text', text: 'coördi', marks: [{ type: 'bold' }] },
      { type: 'text', text: 'nator en de zorg' },
      { type: 'hardBreak' },
      { type: 'text', text: 'thuis' },
    ]),
  },
  tables: {
    people: [
      { id: 'p1', name: 'Jan de Zorg', position: 'Coordinator', discipline: 'wijkverpleging' },
    ],
    themes: [{ id: 't1', title: 'Zorg thuis', goal: words('Meer zorg, betere zorg.') }],
    activities: [],
  },
}

let counter = 0
function plan(of: PlanInput = input) {
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedPlan(format, of, () => `row${counter++}`),
  )
  const content = () => readPlan(doc, format, { epoch: 'e', seq: 1 })
  const find = (query: string, shown = format) =>
    findInPlan(query, { format: shown, content: content(), threads }).hits
  return { doc, content, find }
}

const threads = [
  {
    id: 'th1',
    comments: [
      { id: 'c1', body: 'Is dit wel zórg? Zorg dan voor cijfers.' },
      { id: 'c2', body: 'zorg', deletedAt: '2026-01-01T00:00:00Z' },
    ],
  },
]

const placeOf = ({ field, table, row, column }: Target) =>
  field ?? [table, row, column].filter(Boolean).join('/')

describe('findInPlan', () => {
  it('finds texts, lines, choices and comments, folded and in the order of the plan', () => {
    expect(
      plan()
        .find('ZORG')
        .map((hit) =>
          hit.kind === 'comment'
            ? `${hit.threadId}/${hit.commentId}#${hit.index}`
            : `${hit.kind} ${placeOf(hit.target)}#${hit.index}`,
        ),
    ).toEqual([
      'line team#0',
      'text leden#0',
      'line people/p1/name#0',
      'line themes/t1/title#0',
      'text themes/t1/goal#0',
      'text themes/t1/goal#1',
      'th1/c1#0',
      'th1/c1#1',
    ])
    expect(plan().find('soren-oost')).toHaveLength(1)
    expect(
      plan()
        .find('9 maart 2026')
        .map(({ kind }) => kind),
    ).toEqual(['shown'])
    expect(
      plan()
        .find('wijkverpleging')
        .map(({ kind }) => kind),
    ).toEqual(['shown'])
  })

  it('finds words over marks, and none over a line break', () => {
    expect(plan().find('wijkcoordinator')).toHaveLength(1)
    expect(
      plan()
        .find('zorg thuis')
        .map(({ kind }) => kind),
    ).toEqual(['line'])
  })

  it('knows nothing of parts that are not shown', () => {
    const some = partsOfFormat(format, ['plangegevens'])
    const found = plan().find('zorg', some)
    expect(found.filter(({ kind }) => kind !== 'comment')).toEqual([
      { kind: 'line', section: 'plangegevens', target: { kind: 'field', field: 'team' }, index: 0 },
    ])
  })

  it('lists no more than anyone steps through, and says so (limit findHits, findQuery)', () => {
    const many = plan({ values, fields: { leden: words('a'.repeat(limits.findHits.max + 5)) } })
    const found = findInPlan('a', { format, content: many.content(), threads: [] })
    expect(found.hits).toHaveLength(limits.findHits.max)
    expect(found.isCut).toBe(true)
    expect(many.find('b'.repeat(limits.findQuery.max))).toEqual([])
  })
})

describe('replaceInPlan', () => {
  const never = () => false

  function replaced(query: string, by: string, isHeld: (text: string) => boolean = never) {
    const made = plan()
    const undo = new Y.UndoManager(rootTypes(made.doc, format), {
      trackedOrigins: new Set(['me']),
    })
    const done = made.doc.transact(
      () => replaceInPlan(made.doc, { format, content: made.content(), query, by, isHeld }),
      'me',
    )
    return { ...made, done, undo }
  }

  it('replaces in texts and lines, and says what is no text', () => {
    const { done, content } = replaced('zorg', 'steun')
    expect(done).toEqual({ replaced: 6, fixed: 0, long: 0, held: 0 })
    expect(content().values['team']).toBe('Team steun')
    expect(content().tables['themes']?.[0]?.['title']).toBe('steun thuis')
    expect(content().tables['themes']?.[0]?.['goal']).toEqual(words('Meer steun, betere steun.'))
    expect(replaced('wijkverpleging', 'x').done).toMatchObject({ replaced: 0, fixed: 1 })
  })

  it('is one step for undo, which brings all words and marks back', () => {
    const before = plan().content()
    const { undo, content } = replaced('coordinator', 'regisseur')
    expect(content().fields['leden']).not.toEqual(before.fields['leden'])
    undo.undo()
    expect(content().fields).toEqual(before.fields)
    expect(content().tables).toEqual(before.tables)
    expect(undo.canUndo()).toBe(false)
  })

  it('keeps the marks of the first letter, also where the words change their marks', () => {
    const { content } = replaced('coordinator', 'regisseur')
    expect(content().fields['leden']?.content?.[0]?.content?.slice(0, 3)).toEqual([
      { type: 'text', text: 'De wijk' },
      { type: 'text', text: 'regisseur', marks: [{ type: 'bold' }] },
      { type: 'text', text: ' en de zorg' },
    ])
  })

  it('replaces one occurrence', () => {
    const made = plan()
    const done = replaceInPlan(made.doc, {
      format,
      content: made.content(),
      query: 'zorg',
      by: '',
      only: {
        target: { kind: 'cell', table: 'themes', row: 't1', column: 'goal' },
        index: 1,
      },
      isHeld: never,
    })
    expect(done.replaced).toBe(1)
    expect(made.content().tables['themes']?.[0]?.['goal']).toEqual(words('Meer zorg, betere .'))
  })

  it('leaves a line that would become too long, and a text that may not be written', () => {
    const long = replaced('Team', 'x'.repeat(limits.lineLength.max))
    expect(long.done).toEqual({ replaced: 0, fixed: 0, long: 1, held: 0 })
    expect(long.content().values['team']).toBe('Team Zorg')
    const held = replaced('zorg', '123456782', (one) => one.includes('123456782'))
    expect(held.done).toEqual({ replaced: 0, fixed: 0, long: 0, held: 6 })
    expect(held.content()).toEqual(plan().content())
  })

  it('replaces nothing where someone just took the words away', () => {
    const made = plan()
    const content = made.content()
    fieldFragment(made.doc, 'leden').delete(0, 1)
    const done = replaceInPlan(made.doc, {
      format,
      content,
      query: 'zorg en',
      by: 'x',
      isHeld: never,
    })
    expect(done.replaced).toBe(0)
  })

  it('empties a line of which nothing is left', () => {
    expect(replaced('Zorg thuis', '').content().tables['themes']?.[0]?.['title']).toBeNull()
  })
})
