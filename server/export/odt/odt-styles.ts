import { lastListLevel } from '../docx/docx-styles.ts'
import { element, escapeMarkup } from '../markup.ts'
import { odfPart } from './odf-package.ts'

/** Style names, as an editor shows them to a user of the document. */
export const odtStyle = {
  body: 'Tekst',
  label: 'Veldlabel',
  table: 'Tabeltekst',
  tableHead: 'Tabelkop',
  guidance: 'Toelichting',
  quote: 'Citaat',
  rule: 'Lijn',
  status: 'Stand',
  subtitle: 'Ondertitel',
  bullets: 'Opsomming',
  numbers: 'Nummering',
} as const

export const masterPage = { portrait: 'Standard', landscape: 'Liggend' } as const

type Properties = Readonly<Record<string, string | undefined>>

function paragraphStyle(
  name: string,
  text: Properties,
  paragraph: Properties,
  more: Properties = {},
): string {
  return element(
    'style:style',
    {
      'style:name': name,
      'style:display-name': name.replaceAll('_20_', ' '),
      'style:family': 'paragraph',
      'style:parent-style-name': name === 'Standard' ? undefined : 'Standard',
      ...more,
    },
    `${element('style:paragraph-properties', paragraph)}${element('style:text-properties', text)}`,
  )
}

const language: Properties = { 'fo:language': 'nl', 'fo:country': 'NL' }
const headingSizes = ['14pt', '12pt', '11pt', '11pt', '11pt', '11pt']
const grey = { line: '0.5pt solid #b8bfbe', text: '#44504e' }

const named = [
  paragraphStyle('Standard', {}, { 'fo:margin-bottom': '0.2cm', 'fo:line-height': '110%' }),
  paragraphStyle(
    'Title',
    { 'fo:font-size': '20pt', 'fo:font-weight': 'bold' },
    { 'fo:keep-with-next': 'always' },
    { 'style:class': 'chapter' },
  ),
  ...headingSizes.map((size, index) =>
    paragraphStyle(
      `Heading_20_${index + 1}`,
      { 'fo:font-size': size, 'fo:font-weight': 'bold' },
      {
        'fo:margin-top': index === 0 ? '0.6cm' : '0.4cm',
        'fo:margin-bottom': '0.15cm',
        'fo:keep-with-next': 'always',
        'fo:border-bottom': index === 0 ? grey.line : undefined,
      },
      { 'style:default-outline-level': String(index + 1), 'style:class': 'text' },
    ),
  ),
  paragraphStyle(odtStyle.body, {}, {}),
  paragraphStyle(
    odtStyle.label,
    { 'fo:font-weight': 'bold' },
    { 'fo:margin-top': '0.3cm', 'fo:margin-bottom': '0.1cm', 'fo:keep-with-next': 'always' },
  ),
  paragraphStyle(odtStyle.table, { 'fo:font-size': '9pt' }, { 'fo:margin-bottom': '0.05cm' }),
  paragraphStyle(
    odtStyle.tableHead,
    { 'fo:font-size': '9pt', 'fo:font-weight': 'bold' },
    { 'fo:margin-bottom': '0.05cm', 'fo:keep-with-next': 'always' },
  ),
  paragraphStyle(
    odtStyle.guidance,
    { 'fo:font-style': 'italic', 'fo:color': grey.text, 'fo:font-size': '10pt' },
    {
      'fo:margin-left': '0.3cm',
      'fo:padding-left': '0.2cm',
      'fo:border-left': '2pt solid #b8bfbe',
    },
  ),
  paragraphStyle(
    odtStyle.quote,
    { 'fo:font-style': 'italic' },
    { 'fo:margin-left': '0.7cm', 'fo:margin-right': '0.7cm' },
  ),
  paragraphStyle(odtStyle.rule, {}, { 'fo:border-bottom': grey.line }),
  paragraphStyle(odtStyle.status, { 'fo:color': grey.text, 'fo:font-size': '9.5pt' }, {}),
  paragraphStyle(odtStyle.subtitle, { 'fo:color': grey.text, 'fo:font-size': '12pt' }, {}),
  element(
    'style:style',
    {
      'style:name': 'Internet_20_link',
      'style:display-name': 'Internet link',
      'style:family': 'text',
    },
    element('style:text-properties', {
      'fo:color': '#0b4f8a',
      'style:text-underline-style': 'solid',
      'style:text-underline-width': 'auto',
      'style:text-underline-color': 'font-color',
    }),
  ),
]

function listStyle(name: string, level: (at: number) => string): string {
  return element(
    'text:list-style',
    { 'style:name': name },
    Array.from({ length: lastListLevel + 1 }, (_, at) => level(at + 1)).join(''),
  )
}

const position = (level: number) =>
  element(
    'style:list-level-properties',
    { 'text:list-level-position-and-space-mode': 'label-alignment' },
    element('style:list-level-label-alignment', {
      'text:label-followed-by': 'listtab',
      'fo:margin-left': `${level * 0.63}cm`,
      'fo:text-indent': '-0.63cm',
      'text:list-tab-stop-position': `${level * 0.63}cm`,
    }),
  )

const lists = [
  listStyle(odtStyle.bullets, (level) =>
    element(
      'text:list-level-style-bullet',
      { 'text:level': level, 'text:bullet-char': ['•', '–', '·'][(level - 1) % 3] },
      position(level),
    ),
  ),
  listStyle(odtStyle.numbers, (level) =>
    element(
      'text:list-level-style-number',
      {
        'text:level': level,
        'style:num-format': ['1', 'a', 'i'][(level - 1) % 3],
        'style:num-suffix': '.',
      },
      position(level),
    ),
  ),
]

function pageLayout(name: string, width: string, height: string, orientation: string): string {
  const properties = element('style:page-layout-properties', {
    'fo:page-width': width,
    'fo:page-height': height,
    'style:print-orientation': orientation,
    'fo:margin': '2cm',
  })
  return element(
    'style:page-layout',
    { 'style:name': name },
    `${properties}${element('style:footer-style', {}, element('style:header-footer-properties', { 'fo:min-height': '0.6cm', 'fo:margin-top': '0.4cm' }))}`,
  )
}

export function odtStyles(footer: string): string {
  const page = '<text:page-number text:select-page="current"/>'
  const pages = '<text:page-count/>'
  const foot = element(
    'style:footer',
    {},
    element(
      'text:p',
      { 'text:style-name': odtStyle.status },
      `${escapeMarkup(footer)} · Pagina ${page} van ${pages}`,
    ),
  )
  const master = (name: string, layout: string) =>
    element('style:master-page', { 'style:name': name, 'style:page-layout-name': layout }, foot)
  return odfPart(
    'document-styles',
    [
      element(
        'office:styles',
        {},
        [
          element(
            'style:default-style',
            { 'style:family': 'paragraph' },
            `${element('style:paragraph-properties', { 'style:writing-mode': 'page' })}${element('style:text-properties', { 'fo:font-family': 'Calibri, Carlito, sans-serif', 'fo:font-size': '11pt', ...language, 'fo:hyphenate': 'true' })}`,
          ),
          ...named,
          ...lists,
        ].join(''),
      ),
      element(
        'office:automatic-styles',
        {},
        pageLayout('staand', '21cm', '29.7cm', 'portrait') +
          pageLayout('liggend', '29.7cm', '21cm', 'landscape'),
      ),
      element(
        'office:master-styles',
        {},
        master(masterPage.portrait, 'staand') + master(masterPage.landscape, 'liggend'),
      ),
    ].join(''),
  )
}
