import { element, escapeMarkup } from '../markup.ts'
import { odfPackage, odfPart } from '../odt/odf-package.ts'
import {
  columnName,
  type Formula,
  type Reference,
  type Sheet,
  type SheetCell,
  type SheetRow,
  type SheetRowKind,
  shownNumber,
  type Unit,
  type Workbook,
} from './sheet-tree.ts'

const fills: Partial<Record<SheetRowKind, string>> = {
  header: '#e6ebea',
  group: '#f3f5f5',
  subtotal: '#f3f5f5',
  total: '#e6ebea',
  balance: '#f3f5f5',
}
const plainRows: readonly SheetRowKind[] = ['title', 'note', 'blank']

/**
 * The workbook as an OpenDocument spreadsheet: the same numbers, formulas and results as the Excel
 * file.
 */
export function writeOds(workbook: Workbook): Promise<Uint8Array> {
  const kinds = [...Object.keys(fills), 'body', 'title', 'note'] as SheetRowKind[]
  const units: readonly CellUnit[] = ['money', 'quantity', 'count', 'date', 'text', 'textRight']
  const styles = [
    numberStyles,
    ...kinds.flatMap((kind) => units.map((unit) => cellStyle(kind, unit))),
    ...new Set(
      workbook.sheets.flatMap((sheet) => sheet.columns.map((column) => columnStyle(column.width))),
    ),
    element(
      'style:style',
      { 'style:name': 'blad', 'style:family': 'table', 'style:master-page-name': 'Blad' },
      element('style:table-properties', { 'table:display': 'true' }),
    ),
  ]
  const tables = workbook.sheets.map(tableMarkup).join('')
  return odfPackage({
    mediaType: 'application/vnd.oasis.opendocument.spreadsheet',
    content: odfPart(
      'document-content',
      `${element('office:automatic-styles', {}, styles.join(''))}${element('office:body', {}, element('office:spreadsheet', {}, tables))}`,
    ),
    styles: pageStyles(workbook.title),
    title: workbook.title,
    subject: '',
    author: workbook.author,
    description: workbook.description,
    generatedAtIso: workbook.generatedAtIso,
  })
}

const number = (decimals: number) =>
  element('number:number', {
    'number:decimal-places': decimals,
    'number:min-decimal-places': decimals,
    'number:min-integer-digits': 1,
    'number:grouping': 'true',
  })
const currency = (sign: string) =>
  `<number:currency-symbol number:language="nl" number:country="NL">€</number:currency-symbol><number:text>\u00a0${sign}</number:text>${number(2)}`
const numberStyles = [
  element(
    'number:currency-style',
    { 'style:name': 'n-money-above', 'style:volatile': 'true' },
    currency(''),
  ),
  element(
    'number:currency-style',
    { 'style:name': 'n-money' },
    `${currency('-')}${element('style:map', { 'style:condition': 'value()>=0', 'style:apply-style-name': 'n-money-above' })}`,
  ),
  element('number:number-style', { 'style:name': 'n-quantity' }, number(2)),
  element('number:number-style', { 'style:name': 'n-count' }, number(0)),
  element(
    'number:date-style',
    { 'style:name': 'n-date' },
    '<number:day number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/>',
  ),
].join('')

type CellUnit = Unit | 'date' | 'text' | 'textRight'

const styleName = (kind: SheetRowKind, unit: CellUnit) => `c-${kind}-${unit}`

function cellStyle(kind: SheetRowKind, unit: CellUnit): string {
  const isText = unit === 'text' || unit === 'textRight'
  const paragraph =
    unit === 'textRight' ? element('style:paragraph-properties', { 'fo:text-align': 'end' }) : ''
  const isPlain = plainRows.includes(kind)
  const cell = element('style:table-cell-properties', {
    'fo:border': isPlain ? undefined : '0.5pt solid #b8bfbe',
    'fo:background-color': fills[kind],
    'fo:wrap-option': isPlain || kind === 'group' ? undefined : 'wrap',
    'style:vertical-align': 'top',
  })
  const text = element('style:text-properties', {
    'fo:font-weight': kind === 'body' || kind === 'note' ? undefined : 'bold',
    'fo:font-size': kind === 'title' ? '14pt' : undefined,
  })
  return element(
    'style:style',
    {
      'style:name': styleName(kind, unit),
      'style:family': 'table-cell',
      'style:parent-style-name': 'Default',
      'style:data-style-name': isText ? undefined : `n-${unit}`,
    },
    cell + paragraph + text,
  )
}

const columnStyle = (letters: number) =>
  element(
    'style:style',
    { 'style:name': `k-${letters}`, 'style:family': 'table-column' },
    element('style:table-column-properties', {
      'style:column-width': `${(letters * 0.2).toFixed(2)}cm`,
    }),
  )

function tableMarkup(sheet: Sheet): string {
  const columns = sheet.columns
    .map((column) =>
      element('table:table-column', {
        'table:style-name': `k-${column.width}`,
        'table:default-cell-style-name': 'Default',
      }),
    )
    .join('')
  const rows = sheet.rows.map((row) => rowMarkup(row, sheet))
  const head = element('table:table-header-rows', {}, rows[sheet.headerRow])
  return element(
    'table:table',
    { 'table:name': sheet.name, 'table:style-name': 'blad' },
    `${columns}${rows.slice(0, sheet.headerRow).join('')}${head}${rows.slice(sheet.headerRow + 1).join('')}`,
  )
}

function rowMarkup({ kind, cells }: SheetRow, sheet: Sheet): string {
  const width =
    kind === 'blank' ? 1 : plainRows.includes(kind) ? cells.length : sheet.columns.length
  return element(
    'table:table-row',
    {},
    Array.from({ length: width }, (_, x) =>
      cellMarkup(cells[x] ?? { kind: 'empty' }, kind, sheet.columns[x]?.align ?? 'left'),
    ).join(''),
  )
}

function cellMarkup(cell: SheetCell, kind: SheetRowKind, align: 'left' | 'right'): string {
  const style = (unit: CellUnit) => (kind === 'blank' ? undefined : styleName(kind, unit))
  switch (cell.kind) {
    case 'empty':
      return element('table:table-cell', { 'table:style-name': style('text') })
    case 'text':
      return element(
        'table:table-cell',
        {
          'table:style-name': style(align === 'right' ? 'textRight' : 'text'),
          'office:value-type': 'string',
        },
        paragraphs(cell.text),
      )
    case 'date':
      return element(
        'table:table-cell',
        {
          'table:style-name': style('date'),
          'office:value-type': 'date',
          'office:date-value': cell.iso,
        },
        paragraphs(cell.iso),
      )
    case 'number':
      return element('table:table-cell', {
        'table:style-name': style(cell.unit),
        ...valueAttributes(cell.unit, cell.value),
      })
    case 'formula': {
      const result =
        cell.result === null
          ? { 'office:value-type': 'string', 'office:string-value': '' }
          : valueAttributes(cell.unit, cell.result)
      return element('table:table-cell', {
        'table:style-name': style(cell.unit),
        'table:formula': formulaText(cell.formula),
        ...result,
      })
    }
  }
}

function paragraphs(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      element(
        'text:p',
        {},
        escapeMarkup(line).replace(/^ | {2,}/g, (spaces) => `<text:s text:c="${spaces.length}"/>`),
      ),
    )
    .join('')
}

function valueAttributes(unit: Unit, value: number) {
  const shown = String(shownNumber(unit, value))
  return unit === 'money'
    ? { 'office:value-type': 'currency', 'office:currency': 'EUR', 'office:value': shown }
    : { 'office:value-type': 'float', 'office:value': shown }
}

/** OpenFormula: `;` between arguments, references in brackets. */
function formulaText(formula: Formula): string {
  return `of:=${formula.map((part) => (typeof part === 'string' ? part.replaceAll(',', ';') : referenceText(part))).join('')}`
}

function referenceText({ sheet, from, to }: Reference): string {
  const name = (at: Reference['from']) => `${columnName(at.column)}${at.row + 1}`
  return `[${sheet === undefined ? '' : `$'${sheet.replaceAll("'", "''")}'`}.${name(from)}${to === undefined ? '' : `:.${name(to)}`}]`
}

function pageStyles(title: string): string {
  const text = element('style:text-properties', {
    'fo:language': 'nl',
    'fo:country': 'NL',
    'fo:font-family': 'Calibri, Carlito, sans-serif',
    'fo:font-size': '11pt',
  })
  const layout = element(
    'style:page-layout',
    { 'style:name': 'liggend' },
    `${element('style:page-layout-properties', { 'fo:page-width': '29.7cm', 'fo:page-height': '21cm', 'style:print-orientation': 'landscape', 'fo:margin': '1.3cm', 'style:scale-to-X': 1 })}${element('style:footer-style', {}, element('style:header-footer-properties', { 'fo:min-height': '0.75cm', 'fo:margin-left': '0cm', 'fo:margin-right': '0cm', 'fo:margin-top': '0.25cm' }))}`,
  )
  const footer = element(
    'style:footer',
    {},
    `<text:p>${escapeMarkup(title)} · <text:sheet-name/> · Pagina <text:page-number/> van <text:page-count/></text:p>`,
  )
  return odfPart(
    'document-styles',
    [
      element(
        'office:styles',
        {},
        `${element('style:default-style', { 'style:family': 'table-cell' }, text)}${element('style:style', { 'style:name': 'Default', 'style:family': 'table-cell' })}`,
      ),
      element('office:automatic-styles', {}, layout),
      element(
        'office:master-styles',
        {},
        element(
          'style:master-page',
          { 'style:name': 'Blad', 'style:page-layout-name': 'liggend' },
          footer,
        ),
      ),
    ].join(''),
  )
}
