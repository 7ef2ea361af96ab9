import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import type { Target } from '#shared/plan/content.ts'
import { options, planContent, readFormat, xmlParts } from '#tests/support/sample-plans.ts'
import { xmlFault } from '#tests/support/xml.ts'
import { exportDocx } from '../export.ts'
import type { CommentsOnPlan } from './document-comments.ts'

const isInstalled = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'soffice')))
const format = readFormat('medrie-wijkplan')
const netwerk = 'Wij overleggen elke maand.\n\nMet alle partners & buren.'
const content = planContent(format, {
  values: { wijk: 'Lindewijk' },
  fields: { netwerk },
  tables: {
    themes: [{ id: 't1', title: 'Ouderen', goal: 'Langer thuis wonen' }],
    budget: [
      { id: 'b1', group: 't1', description: 'Training', quantityHundredths: 150, rateCents: 9620 },
    ],
  },
})

let made = 0
function thread(target: Target, body: string, more: Partial<Thread> = {}): Thread {
  made++
  const comment = {
    id: `c${made}`,
    author: { id: 'u1', name: 'Noor van der Linde' },
    body,
    createdAt: '2026-03-01T10:00:00.000Z',
    mentions: [],
    likes: [],
  }
  return {
    id: `d${made}`,
    seq: made,
    target,
    place: 'Vroeger',
    resolved: false,
    toDiscuss: false,
    comments: [comment],
    isUnread: false,
    ...more,
  }
}

async function write(threads: Thread[], words: CommentsOnPlan['words'] = {}) {
  const parts = await xmlParts(
    await exportDocx(content, format, { ...options, comments: { threads, words } }),
  )
  for (const [path, xml] of parts) expect([path, xmlFault(xml)]).toEqual([path, null])
  return {
    document: parts.get('word/document.xml') ?? '',
    comments: parts.get('word/comments.xml') ?? '',
    extended: parts.get('word/commentsExtended.xml') ?? '',
  }
}

/** The text between the signs of a comment. */
function anchor(document: string, id: number): string {
  const [, inside = ''] =
    new RegExp(
      `<w:commentRangeStart w:id="${id}"/>(.*?)<w:commentRangeEnd w:id="${id}"/>`,
      's',
    ).exec(document) ?? []
  return [...inside.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join('')
}

describe('comments in a Word document', () => {
  test('stand on the words that they are about, also over two paragraphs and in a card', async () => {
    const one = thread({ kind: 'field', field: 'netwerk' }, 'Haalbaar?')
    const two = thread({ kind: 'field', field: 'netwerk' }, 'Wie?')
    const three = thread({ kind: 'cell', table: 'themes', row: 't1', column: 'goal' }, 'Mooi')
    const words = {
      [one.id]: { from: 4, to: 14 },
      [two.id]: { from: 20, to: 30 },
      [three.id]: { from: 7, to: 12 },
    }
    const { document, comments } = await write([one, two, three], words)
    expect([0, 1, 2].map((id) => anchor(document, id))).toEqual([
      'overleggen',
      'maand.Met',
      'thuis',
    ])
    for (const body of ['Haalbaar?', 'Wie?', 'Mooi']) expect(comments).toContain(body)
    expect(comments).not.toContain('Bij:')
    expect(comments).toContain('w:author="Noor van der Linde"')
    expect(comments).toContain('2026-03-01T10:00:00')
  })

  test('stand on the heading, the line, the row or the title where there are no words, and say so', async () => {
    const threads = [
      thread({ kind: 'section', section: 'themas' }, 'a'),
      thread({ kind: 'value', field: 'wijk' }, 'b'),
      thread({ kind: 'row', table: 'themes', row: 't1' }, 'c'),
      thread({ kind: 'cell', table: 'budget', row: 'b1', column: 'rateCents' }, 'd'),
      thread({ kind: 'plan' }, 'e'),
      thread({ kind: 'row', table: 'themes', row: 'weg' }, 'f', { place: 'Thema 2: Jongeren' }),
      thread({ kind: 'field', field: 'leden' }, 'g'),
      thread({ kind: 'field', field: 'netwerk' }, 'h', { quote: 'woorden van toen' }),
    ]
    const { document, comments } = await write(threads)
    const anchors = threads.map((_, id) => anchor(document, id))
    expect(anchors[0]).toContain('thema')
    expect(anchors[1]).toMatch(/^Wijk/)
    expect(anchors[2]).toContain('Ouderen')
    expect(anchors[3]).toContain('96,20')
    expect(anchors[4]).toBe('Voorbeeldplan')
    expect(anchors[5]).toBe('Voorbeeldplan')
    expect(comments).toContain('Bij: Het hele plan')
    expect(comments).toContain('Bij: Thema 2: Jongeren (verwijderd onderdeel)')
    expect(comments).toContain('Over: “woorden van toen” (tekst verwijderd)')
    for (let id = 0; id < threads.length; id++)
      expect(document).toContain(`<w:commentReference w:id="${id}"/>`)
  })

  test('keep answers with what they answer, and what is dealt with', async () => {
    const base = thread({ kind: 'plan' }, 'Vraag', {
      resolved: true,
      askedDiscipline: 'wijkverpleging',
      dueDate: '2026-04-01',
    })
    const reply = {
      ...(base.comments[0] as Thread['comments'][number]),
      id: 'c9',
      body: 'Antwoord\nin twee regels',
      author: { id: 'u2', name: 'Rens' },
    }
    const gone = { ...reply, id: 'c10', body: '', deletedAt: '2026-03-02T10:00:00.000Z' }
    const { comments, extended, document } = await write([
      { ...base, comments: [...base.comments, gone, reply] },
    ])
    expect(comments.match(/<w:comment /g)).toHaveLength(3)
    expect(comments).toContain('Vraag aan Wijkverpleging, graag voor 1 april 2026')
    expect(comments).toContain('(verwijderd)')
    expect(comments).toContain('in twee regels')
    expect(extended.match(/paraIdParent/g)).toHaveLength(2)
    expect(extended).toContain('w15:done="1"')
    expect(anchor(document, 2)).toBe('Voorbeeldplan')
  })

  test.skipIf(!isInstalled)(
    'LibreOffice opens them as comments, with answers and what is dealt with',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'wijktafel-comments-'))
      try {
        const one = thread({ kind: 'field', field: 'netwerk' }, 'Haalbaar?', { resolved: true })
        const reply = { ...(one.comments[0] as Thread['comments'][number]), id: 'r', body: 'Zeker' }
        const threads = [
          { ...one, comments: [...one.comments, reply] },
          thread({ kind: 'plan' }, 'Alles goed'),
        ]
        await writeFile(
          join(folder, 'plan.docx'),
          await exportDocx(content, format, {
            ...options,
            comments: { threads, words: { [one.id]: { from: 4, to: 14 } } },
          }),
        )
        const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
        await promisify(execFile)(
          'soffice',
          [
            profile,
            '--headless',
            '--convert-to',
            'fodt',
            '--outdir',
            folder,
            join(folder, 'plan.docx'),
          ],
          { timeout: 110_000 },
        )
        const text = await readFile(join(folder, 'plan.fodt'), 'utf8')
        expect(text.match(/<office:annotation /g)).toHaveLength(3)
        for (const words of ['Haalbaar?', 'Zeker', 'Alles goed', 'Noor van der Linde'])
          expect(text).toContain(words)
        expect(text).toContain('resolved="true"')
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 5 })
      }
    },
    120_000,
  )

  test('are not there when nobody asked for them', async () => {
    const parts = await xmlParts(await exportDocx(content, format, options))
    expect(parts.get('word/document.xml')).not.toContain('comment')
  })
})
