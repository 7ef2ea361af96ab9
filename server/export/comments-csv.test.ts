import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import { joined } from './attachment.ts'
import { writeCommentsCsv } from './comments-csv.ts'
import { csvCell } from './sheet/csv-cell.ts'

const format = FormatSchema.parse(
  JSON.parse(
    readFileSync(new URL('../../shared/formats/medrie-wijkplan.json', import.meta.url), 'utf8'),
  ),
)
const wim = { id: 'u1', name: 'Wim' }
const comment = {
  id: 'c',
  author: wim,
  body: 'Goed',
  createdAt: '2026-07-01T10:00:00.000Z',
  mentions: [],
  likes: [],
}
const thread: Thread = {
  id: 't',
  seq: 1,
  target: { kind: 'row', table: 'themes', row: 'weg' },
  place: 'Thema 2: Veilig thuis',
  resolved: false,
  toDiscuss: false,
  comments: [comment],
  isUnread: false,
}

type Input = Parameters<typeof writeCommentsCsv>[0]

function csvOf({
  threads,
  ...about
}: Pick<Input, 'content' | 'persons'> & { threads: Thread[] }): Promise<Uint8Array> {
  async function* pages() {
    yield threads
  }
  return joined(writeCommentsCsv({ ...about, format, pages: pages() }))
}

describe('the file of comments', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+31-6', `"'+31-6"`],
    ['+31 6', '+31 6'],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    ['\uff1d1', `"'\uff1d1"`],
    ['a;b', '"a;b"'],
    ['zeg "ja"', '"zeg ""ja"""'],
    ['a\nb', '"a\nb"'],
    ['gewoon = gelijk', 'gewoon = gelijk'],
    ['', ''],
  ])('%j is written as %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell)
  })

  it('names the place of then when it is gone, the organisation when it is known, and what became of it', async () => {
    const bytes = await csvOf({
      threads: [
        {
          ...thread,
          toDiscuss: true,
          askedDiscipline: 'wijkverpleging',
          dueDate: '2026-08-01',
          quote: 'langer thuis',
        },
      ],
      content: {
        tables: {
          parties: [{ id: 'party01', name: 'Bewonersraad' }],
          people: [
            { id: 'person1', name: 'W. Jansen', party: 'party01' },
            { id: 'person2', name: 'Wim', party: 'party02' },
          ],
        },
      },
      persons: new Map([[wim.id, 'person1']]),
    })
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes).split('\r\n')[1]).toBe(
      '1 juli 2026 om 12.00 uur;Wim;Bewonersraad;Thema 2: Veilig thuis (verwijderd onderdeel);langer thuis;Goed;Open, bespreken in overleg, vraag aan Wijkverpleging voor 1 augustus 2026',
    )
  })

  it('knows the organisation by the link alone, never by a name', async () => {
    const bytes = await csvOf({
      threads: [thread],
      content: {
        tables: {
          parties: [{ id: 'party01', name: 'Bewonersraad' }],
          people: [{ id: 'person1', name: 'Wim', party: 'party01' }],
        },
      },
      persons: new Map(),
    })
    expect(new TextDecoder().decode(bytes)).not.toContain('Bewonersraad')
  })

  it('marks what came in after a consultation closed', async () => {
    const bytes = await csvOf({
      threads: [
        {
          ...thread,
          comments: [{ ...comment, writtenAt: '2026-06-30T20:00:00.000Z', isLate: true }],
        },
      ],
      content: { tables: {} },
      persons: new Map(),
    })
    expect(new TextDecoder().decode(bytes)).toContain(';Goed;Open, na sluiting ontvangen')
  })

  it('tells when a comment was written, not when it came in', async () => {
    const bytes = await csvOf({
      threads: [{ ...thread, comments: [{ ...comment, writtenAt: '2026-06-30T20:00:00.000Z' }] }],
      content: { tables: {} },
      persons: new Map(),
    })
    expect(new TextDecoder().decode(bytes)).toContain('30 juni 2026 om 22.00 uur;Wim')
  })
})
