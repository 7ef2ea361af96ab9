import {
  AlignmentType,
  BorderStyle,
  type ILevelsOptions,
  type IStylesOptions,
  LevelFormat,
  LineRuleType,
} from 'docx'

/** Sizes in half points, lengths in twentieths of a point (A4, margins of 2 cm). */
export const page = { width: 11906, height: 16838, margin: 1134, footer: 567 } as const

export const grey = { line: 'B8BFBE', group: 'E6EBEA', total: 'F3F5F5', text: '44504E' } as const

/** Names of our own styles, as Word lists them for a user who edits the document. */
export const style = {
  label: 'Veldlabel',
  body: 'Tekst',
  table: 'Tabeltekst',
  smallTable: 'TabeltekstKlein',
  guidance: 'Toelichting',
  quote: 'Citaat',
  subtitle: 'Ondertitel',
  status: 'Stand',
  gap: 'Tussenruimte',
} as const

const heading = (size: number, before: number) => ({
  run: { size, bold: true, color: '000000', font: 'Calibri' },
  paragraph: { spacing: { before, after: 80 }, keepNext: true, keepLines: true },
})

const own = (id: string, name: string, size: number, paragraph: object, run: object = {}) => ({
  id,
  name,
  basedOn: 'Normal',
  quickFormat: true,
  run: { size, ...run },
  paragraph,
})

export const styles: IStylesOptions = {
  default: {
    document: {
      run: {
        font: 'Calibri',
        size: 22,
        language: { value: 'nl-NL', eastAsia: 'nl-NL', bidirectional: 'nl-NL' },
      },
      paragraph: { spacing: { after: 120, line: 264, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { size: 40, bold: true, font: 'Calibri', color: '000000' },
      paragraph: { spacing: { before: 0, after: 60 }, keepNext: true },
    },
    heading1: {
      ...heading(28, 360),
      paragraph: {
        ...heading(28, 360).paragraph,
        border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 3, color: grey.line } },
      },
    },
    heading2: heading(24, 240),
    heading3: heading(22, 200),
    heading4: heading(22, 160),
    heading5: heading(22, 160),
    heading6: heading(22, 160),
    hyperlink: { run: { color: '0B4F8A', underline: {} } },
    listParagraph: { paragraph: { spacing: { after: 60 } } },
  },
  paragraphStyles: [
    own(style.body, 'Tekst', 22, {}),
    own(
      style.label,
      'Veldlabel',
      22,
      { spacing: { before: 160, after: 60 }, keepNext: true, keepLines: true },
      { bold: true },
    ),
    own(style.table, 'Tabeltekst', 18, {
      spacing: { before: 0, after: 30, line: 240, lineRule: LineRuleType.AUTO },
    }),
    own(style.smallTable, 'Tabeltekst klein', 17, {
      spacing: { before: 0, after: 20, line: 240, lineRule: LineRuleType.AUTO },
    }),
    own(
      style.guidance,
      'Toelichting',
      20,
      {
        spacing: { before: 0, after: 60 },
        indent: { left: 170 },
        border: { left: { style: BorderStyle.SINGLE, size: 18, space: 8, color: grey.line } },
      },
      { italics: true, color: grey.text },
    ),
    own(style.quote, 'Citaat', 22, { indent: { left: 400, right: 400 } }, { italics: true }),
    own(
      style.subtitle,
      'Ondertitel formulier',
      24,
      { spacing: { before: 0, after: 60 } },
      { color: grey.text },
    ),
    own(style.status, 'Stand', 19, { spacing: { before: 0, after: 120 } }, { color: grey.text }),
    own(style.gap, 'Tussenruimte', 8, {
      spacing: { before: 0, after: 0, line: 120, lineRule: LineRuleType.EXACT },
    }),
  ],
}

const numberFormats = [
  LevelFormat.DECIMAL,
  LevelFormat.LOWER_LETTER,
  LevelFormat.LOWER_ROMAN,
] as const
const bullets = ['•', '–', '·'] as const

/** Word knows nine levels; deeper lists stay on the last. */
export const lastListLevel = 8
export const listIndent = (level: number) => 360 * (level + 1)

export function listLevels(list: { ordered: boolean; start: number }): ILevelsOptions[] {
  return Array.from({ length: lastListLevel + 1 }, (_, level) => ({
    level,
    format: list.ordered ? numberFormats[level % 3] : LevelFormat.BULLET,
    text: list.ordered ? `%${level + 1}.` : bullets[level % 3],
    start: list.start,
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: listIndent(level), hanging: 360 } } },
  }))
}
