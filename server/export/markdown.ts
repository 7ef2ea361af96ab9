import { unboxed } from './document/document-boxes.ts'
import { pictureAlt, pictureWords } from './document/document-pictures.ts'
import { withSignSheet } from './document/document-sign-sheet.ts'
import {
  type DocumentBlock,
  type DocumentPicture,
  type DocumentTable,
  type DocumentTree,
  type Run,
  standLine,
} from './document/document-tree.ts'

/** The tree as Markdown with tables (GFM), for users of plain text. */
export function writeMarkdown(tree: DocumentTree): Uint8Array {
  const { meta } = tree
  const parts = [
    `# ${escaped(tree.title === '' ? meta.formatName : tree.title)}`,
    ...(tree.subtitle === undefined ? [] : [escaped(tree.subtitle)]),
    escaped(standLine(tree)),
    ...unboxed(withSignSheet(tree)).map(markdownBlock),
  ]
  return new TextEncoder().encode(`${parts.filter((part) => part !== '').join('\n\n')}\n`)
}

const paragraphMarks = { label: { bold: true }, body: {}, note: { italic: true } } as const

function markdownBlock(block: DocumentBlock): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(Math.min(block.level + 1, 6))} ${oneLine(`${block.number === undefined ? '' : `${block.number} `}${markdownRuns(block.runs)}`)}`
    case 'paragraph':
      return markdownRuns(block.runs.map((run) => ({ ...run, ...paragraphMarks[block.role] })))
    case 'list':
      return block.items
        .map((item, index) =>
          indented(
            item.map(markdownBlock).join('\n\n'),
            block.ordered ? `${block.start + index}. ` : '- ',
          ),
        )
        .join('\n')
    case 'quote':
      return prefixed(block.content.map(markdownBlock).join('\n\n'))
    case 'guidance':
      return prefixed(
        [
          ...(block.title === undefined ? [] : [`**${escaped(block.title)}**`]),
          ...block.content.map(markdownBlock),
        ].join('\n\n'),
      )
    case 'rule':
      return '---'
    case 'picture':
      return markdownPicture(block)
    case 'table':
      return markdownTable(block)
  }
}

/** The folder of pictures in an archive, beside the text. */
export const picturesFolder = 'afbeeldingen'

function markdownPicture(picture: DocumentPicture): string {
  const { image } = picture
  if (image === null) return escaped(pictureWords(picture))
  return `![${oneLine(escaped(pictureAlt(picture)))}](<${picturesFolder}/${image.name}>)`
}

const indented = (text: string, mark: string) =>
  `${mark}${text.replace(/\n(?!\n)/g, `\n${' '.repeat(mark.length)}`)}`
const prefixed = (text: string) => text.replace(/^(?=.)/gm, '> ').replace(/^$/gm, '>')
const oneLine = (text: string) => text.replace(/\s*\\?\n\s*/g, ' ')

/** One table has one head in Markdown: the name of a group is a row in bold. */
function markdownTable({ columns, rows }: DocumentTable): string {
  const [first, ...rest] = rows
  const isHead = first !== undefined && (first.kind === 'header' || first.kind === 'group')
  const head = isHead
    ? first.cells.map((cell) => cellText(cell.content))
    : columns.map((column) => escaped(column.label))
  const body = (isHead ? rest : rows).map((row) =>
    row.cells.map((cell) => {
      const text = cellText(cell.content)
      return row.kind === 'body' || text === '' ? text : `**${text}**`
    }),
  )
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(head),
    line(columns.map((column) => (column.align === 'right' ? '---:' : '---'))),
    ...body.map(line),
  ].join('\n')
}

/** A cell is one line: blocks and lines are separated by a break. */
function cellText(blocks: readonly DocumentBlock[]): string {
  return blocks
    .map(cellBlock)
    .filter((text) => text !== '')
    .join('<br>')
}

function cellBlock(block: DocumentBlock): string {
  switch (block.kind) {
    case 'list':
      return block.items
        .map(
          (item, index) => `${block.ordered ? `${block.start + index}\\.` : '•'} ${cellText(item)}`,
        )
        .join('<br>')
    case 'quote':
    case 'guidance':
      return cellText(block.content)
    case 'table':
      return block.rows
        .map((row) => row.cells.map((cell) => cellText(cell.content)).join(' / '))
        .join('<br>')
    case 'rule':
      return ''
    case 'picture':
      return markdownPicture(block)
    case 'heading':
    case 'paragraph':
      return markdownBlock(block).replace(/\\?\n/g, '<br>')
  }
}

function markdownRuns(runs: readonly Run[]): string {
  return runs.map(markdownRun).join('')
}

function markdownRun(run: Run): string {
  // Marks are not recognised next to a space: the space is moved outside them.
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(run.text) ?? []
  if (words === '') return run.text.replaceAll('\n', '\\\n')
  let text = run.code ? code(words) : escaped(words)
  if (run.strike) text = `~~${text}~~`
  if (run.italic) text = `_${text}_`
  if (run.bold) text = `**${text}**`
  if (run.link !== undefined) text = `[${text}](<${run.link.replace(/[<>]/g, encodeURIComponent)}>)`
  return `${before}${text}${after}`.replaceAll('\n', '\\\n')
}

function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const inside = /^`|`$/.test(text) ? ` ${text} ` : text
  return `${fence}${inside.replace(/\n/g, ' ').replaceAll('|', '\\|')}${fence}`
}

/** A user's words never become Markdown. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/^(\s*)([#+=-])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/gm, '$1\\$2')
}
