import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import type { RichDoc, RichNode } from '#shared/richtext/rich-doc.ts'
import { longWords } from './long-words.ts'
import { planContent, readFormat } from './sample-plans.ts'

/** Extreme plans that every export writer must support. */

export type Extreme = { title: string; format: Format; content: PlanContent }

const text = (words: string, ...marks: string[]): RichNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
})
const link = (words: string, href: string): RichNode => ({
  type: 'text',
  text: words,
  marks: [{ type: 'link', attrs: { href } }],
})
const p = (...content: RichNode[]): RichNode => ({ type: 'paragraph', content })
const heading = (level: number, words: string): RichNode => ({
  type: 'heading',
  attrs: { level },
  content: [text(words)],
})
const item = (...content: RichNode[]): RichNode => ({ type: 'listItem', content })
const bullets = (...items: RichNode[]): RichNode => ({ type: 'bulletList', content: items })
const numbers = (start: number, ...items: RichNode[]): RichNode => ({
  type: 'orderedList',
  attrs: { start },
  content: items,
})
const cell = (type: 'tableCell' | 'tableHeader', ...content: RichNode[]): RichNode => ({
  type,
  attrs: { colspan: 1, rowspan: 1 },
  content,
})
const doc = (...content: RichNode[]): RichDoc => ({ type: 'doc', content })

/** Every mark and every block, nested as far as the schema allows. */
const everything = doc(
  heading(3, 'Kop die een niveau overslaat'),
  p(
    text('vet', 'bold'),
    text(' schuin', 'italic'),
    text(' door', 'strike'),
    text(' onder', 'underline'),
    text(' code', 'code'),
    text(' alles', 'bold', 'italic', 'strike'),
    { type: 'hardBreak' },
    text('na de regel'),
  ),
  heading(1, 'Kop een'),
  heading(2, 'Kop twee'),
  p(
    link('goede link', 'https://voorbeeld.nl/?a=1&b="2"'),
    text(' '),
    link('post', 'mailto:iemand@voorbeeld.nl'),
    text(' '),
    link('kwaad', 'javascript:alert(1)'),
  ),
  bullets(
    item(
      p(text('een')),
      numbers(
        3,
        item(
          p(text('drie')),
          bullets(
            item(p(text('diep')), {
              type: 'blockquote',
              content: [p(text('geciteerd in een lijst'))],
            }),
          ),
        ),
      ),
    ),
    item(p(text('twee'))),
  ),
  numbers(9998, item(p(text('laatste nummers'))), item()),
  {
    type: 'blockquote',
    content: [
      heading(2, 'kop in citaat'),
      p(text('citaat')),
      bullets(item(p(text('lijst in citaat')))),
    ],
  },
  { type: 'horizontalRule' },
  {
    type: 'table',
    content: [
      {
        type: 'tableRow',
        content: [cell('tableHeader', p(text('kolom A'))), cell('tableHeader', p(text('kolom B')))],
      },
      {
        type: 'tableRow',
        content: [
          cell('tableCell', p(text('cel met lijst')), bullets(item(p(text('lijst in cel'))))),
          { ...cell('tableCell', p(text('hoge cel'))), attrs: { colspan: 1, rowspan: 2 } },
        ],
      },
      {
        type: 'tableRow',
        content: [
          cell('tableCell', p(text('tabel in cel')), {
            type: 'table',
            content: [{ type: 'tableRow', content: [cell('tableCell', p(text('binnenste')))] }],
          }),
        ],
      },
    ],
  },
  p(),
)

const alphabets = doc(
  p(text('Emoji: 😀 👩‍👩‍👧 🇳🇱 👍🏽 ❤️ ✓ en z̃ a\u0301 e\u0301\u0323')),
  p(text('Arabisch: مرحبا بالعالم، خطة الحي ٢٠٢٦')),
  p(text('Grieks Ωμέγα, Cyrillisch Привет, Turks İıŞş, Pools Łódź, IJ ĳ Ĳ')),
  p(text('Niet in de letters: 漢字 ᚠ \ue000 \u{1f9ff}')),
  p(text('Niet zichtbaar: a\u200bb\u200cc\u2060d\ufeffe\u202ef\u00adg\u0000h')),
  p(
    text(
      '#eval("1") *x* $y$ @z <a> #read("/etc/passwd") `code` \\ ~ -- _ [x] | {{x}} <!-- --> ]]> &amp; %3C',
    ),
  ),
)

const wideTable = (columns: number, rows: number): RichNode => ({
  type: 'table',
  content: Array.from({ length: rows }, (_, y) => ({
    type: 'tableRow',
    content: Array.from({ length: columns }, (__, x) =>
      cell(
        y === 0 ? 'tableHeader' : 'tableCell',
        p(
          text(
            y === 0
              ? `kolom ${x}`
              : `cel ${x} ${(longWords[(x + y) % longWords.length] ?? '').slice(0, columns > 9 ? 40 : 200)}`,
          ),
        ),
      ),
    ),
  })),
})

const tooLong = doc(
  ...longWords.map((word) => p(text(word))),
  ...longWords.map((word) => p(text('vet ', 'bold'), text(word, 'bold'), text(word, 'code'))),
  heading(2, longWords[0] ?? ''),
  bullets(item(p(text(longWords[0] ?? '')), bullets(item(p(text(longWords[5] ?? '')))))),
  { type: 'blockquote', content: [p(text(longWords[1] ?? ''))] },
  wideTable(9, 3),
  wideTable(40, 3),
  {
    type: 'table',
    content: [
      {
        type: 'tableRow',
        content: [cell('tableCell', wideTable(6, 2)), cell('tableCell', wideTable(30, 2))],
      },
    ],
  },
)

const base = {
  wijk: 'Lindewijk',
  team: 'Kernteam',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
const words =
  'Wij spreken af dat de praktijkondersteuner, de wijkverpleging en het sociaal wijkteam elkaar elke maand spreken over wat er in de wijk speelt en wie wat doet. '
const long = (paragraphs: number) =>
  doc(...Array.from({ length: paragraphs }, (_, at) => p(text(`${at + 1}. ${words.repeat(5)}`))))

const medrie = readFormat('medrie-wijkplan')
const hecht = readFormat('hecht-wijkverband')

const lines = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `regel${at}`,
    group: at % 9 === 8 ? 'weg' : at % 2 === 0 ? 'netwerk' : 'onvoorzien',
    description: `Regel ${at} ${words.slice(0, at % 90)}`,
    quantityHundredths: (at * 37) % 9000,
    rateCents: 7500 + at,
  }))
const activities = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `activ${at}`,
    title: `Activiteit ${at}`,
    dateFrom: '2026-02-01',
    description: doc(p(text(`${at} ${words}`))),
    status: null,
  }))

export function extremePlans(): Record<string, Extreme> {
  const field = (node: RichDoc) => ({ netwerk: node, leden: node, uitgangspunten: node })
  return {
    'zonder iets': {
      title: '',
      format: hecht,
      content: planContent(hecht, { values: {}, tables: { budget: [] } }),
    },
    'alles in elkaar': {
      title: 'Plan & <b>"alles"</b>',
      format: medrie,
      content: planContent(medrie, {
        values: { ...base, wijk: '<w>&amp;"\'' },
        fields: field(everything),
        tables: {
          themes: [
            { id: 'theme01', title: 'Thema *met* #tekens', goal: everything, result: everything },
          ],
          activities: [
            { id: 'activ01', title: 'A', description: everything, securing: everything },
          ],
        },
      }),
    },
    'alle alfabetten': {
      title: 'Plan مرحبا 😀 漢',
      format: medrie,
      content: planContent(medrie, {
        values: { ...base, wijk: 'Wijk 漢 مرحبا' },
        fields: field(alphabets),
        tables: { parties: [{ id: 'party01', name: 'Praktijk 😀 Łódź' }] },
      }),
    },
    '500 rijen': {
      title: 'Plan met 500 regels',
      format: medrie,
      content: planContent(medrie, {
        values: base,
        tables: { budget: lines(500), activities: activities(60) },
      }),
    },
    '60 bladzijden': {
      title: 'Plan van zestig bladzijden',
      format: medrie,
      content: planContent(medrie, {
        values: base,
        fields: { netwerk: long(170), leden: long(75), uitgangspunten: long(75) },
        tables: { budget: lines(150), activities: activities(70) },
      }),
    },
    'lange woorden': {
      title: `Plan ${longWords[0]} ${longWords[5]}`,
      format: medrie,
      content: planContent(medrie, {
        values: { ...base, wijk: longWords[0] ?? '', team: longWords[5] ?? '' },
        fields: field(tooLong),
        tables: {
          parties: longWords.map((name, at) => ({ id: `party${at}`, name })),
          people: longWords.map((name, at) => ({
            id: `person${at}`,
            name,
            position: longWords[(at + 3) % longWords.length] ?? '',
            party: `party${at}`,
            onBehalfOf: name,
            mandateText: doc(p(text(name))),
          })),
          themes: longWords.map((title, at) => ({ id: `theme${at}`, title, finding: title })),
          activities: longWords.map((title, at) => ({
            id: `activ${at}`,
            title,
            theme: `theme${at}`,
            lead: `party${at}`,
            dateFrom: '2026-09-16',
            dateTo: '2026-11-30',
            description: doc(p(text(title))),
          })),
          budget: longWords.map((description, at) => ({
            id: `regel${at}`,
            group: at % 2 === 0 ? `theme${at}` : 'netwerk',
            description,
            quantityHundredths: 99_999,
            rateCents: 99_999,
          })),
        },
      }),
    },
  }
}
