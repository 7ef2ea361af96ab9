import { fileKinds } from '#shared/files/file-kinds.ts'
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
  type TableRow,
} from './document/document-tree.ts'
import { element, escapeMarkup } from './markup.ts'

/** The tree as one page without scripts or anything from elsewhere, for a website or a mail. */
export function writeHtml(tree: DocumentTree): Uint8Array {
  const { meta } = tree
  const title = tree.title === '' ? meta.formatName : tree.title
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>${css}</style>`,
  ].join('\n')
  const above = [
    `<h1>${escapeMarkup(title)}</h1>`,
    ...(tree.subtitle === undefined ? [] : [`<p class="sub">${escapeMarkup(tree.subtitle)}</p>`]),
    `<p class="sub">${escapeMarkup(standLine(tree))}</p>`,
  ]
  const page = `<!doctype html>\n<html lang="${tree.language}">\n<head>\n${head}\n</head>\n<body>\n<main>\n${[...above, ...unboxed(withSignSheet(tree)).map(htmlBlock)].join('\n')}\n</main>\n</body>\n</html>\n`
  return new TextEncoder().encode(page)
}

const css = `body{font:1rem/1.5 system-ui,sans-serif;color:#1d2827;margin:0}main{max-width:60rem;margin:0 auto;padding:1.5rem}h1{line-height:1.2}h2{margin-top:2rem;border-bottom:1px solid #b8bfbe}.sub,.note{color:#44504e}.note{font-style:italic}.label{font-weight:600;margin:1rem 0 .3rem}table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid #b8bfbe;padding:.35rem .5rem;text-align:left;vertical-align:top}th,.total td{background:#e6ebea}td p,th p{margin:0}.num{text-align:right;white-space:nowrap}.guidance{border-left:3px solid #b8bfbe;padding-left:1rem;font-style:italic;color:#44504e}.wide{overflow-x:auto}img{display:block;height:auto;margin:1rem 0}a{color:#0b4f8a}@media print{main{max-width:none}thead{display:table-header-group}tr{break-inside:avoid}}`

function htmlBlock(block: DocumentBlock): string {
  switch (block.kind) {
    case 'heading': {
      // The title of the page is its first level.
      const level = Math.min(block.level + 1, 6)
      return `<h${level}>${block.number === undefined ? '' : `${escapeMarkup(block.number)} `}${htmlRuns(block.runs)}</h${level}>`
    }
    case 'paragraph':
      return element(
        'p',
        { class: block.role === 'body' ? undefined : block.role },
        htmlRuns(block.runs) || ' ',
      )
    case 'list': {
      const items = block.items.map((item) => `<li>${htmlItem(item)}</li>`).join('\n')
      return block.ordered
        ? element('ol', { start: block.start === 1 ? undefined : block.start }, items)
        : `<ul>${items}</ul>`
    }
    case 'quote':
      return `<blockquote>${block.content.map(htmlBlock).join('\n')}</blockquote>`
    case 'rule':
      return '<hr>'
    case 'picture':
      return htmlPicture(block)
    case 'table':
      return htmlTable(block)
    case 'guidance':
      return `<div class="guidance">${block.title === undefined ? '' : `<p><strong>${escapeMarkup(block.title)}</strong></p>`}${block.content.map(htmlBlock).join('\n')}</div>`
  }
}

/** In the page itself: it has nothing from elsewhere. */
function htmlPicture(picture: DocumentPicture): string {
  const { image, width, height, scale } = picture
  if (image === null) return `<p>${escapeMarkup(pictureWords(picture))}</p>`
  const { mediaType } = fileKinds[image.kind]
  return element('img', {
    src: `data:${mediaType};base64,${Buffer.from(image.bytes).toString('base64')}`,
    alt: pictureAlt(picture),
    width,
    height,
    style: `width:${scale}%;max-width:${width}px`,
  })
}

function htmlItem(item: readonly DocumentBlock[]): string {
  const [first, ...rest] = item
  if (first?.kind !== 'paragraph') return item.map(htmlBlock).join('\n')
  return [htmlRuns(first.runs), ...rest.map(htmlBlock)].join('\n')
}

/** A body for each group, headed by its name, which a screen reader reads with each cell. */
function htmlTable(table: DocumentTable): string {
  const heads = table.rows.filter((row) => row.kind === 'header')
  const body = table.rows.filter((row) => row.kind !== 'header').map((row) => htmlRow(row, table))
  const thead =
    heads.length > 0 ? `<thead>${heads.map((row) => htmlRow(row, table)).join('\n')}</thead>` : ''
  return `<div class="wide" role="region" tabindex="0" aria-label="${escapeMarkup(table.description?.text ?? 'Tabel')}"><table>${thead}<tbody>${body.join('\n')}</tbody></table></div>`
}

function htmlRow(row: TableRow, table: DocumentTable): string {
  const isHead = row.kind === 'header' || row.kind === 'group'
  const cells = row.cells.map((cell, x) => {
    const isNumber = table.columns[x]?.align === 'right'
    const inside =
      cell.content.length === 1 && cell.content[0]?.kind === 'paragraph'
        ? htmlRuns(cell.content[0].runs)
        : cell.content.map(htmlBlock).join('\n')
    const isHeader = (isHead || cell.isHeader === true) && inside !== ''
    return element(
      isHeader ? 'th' : 'td',
      {
        scope: isHeader ? (isHead ? 'col' : 'row') : undefined,
        class: isNumber ? 'num' : undefined,
      },
      inside || ' ',
    )
  })
  return element(
    'tr',
    { class: row.kind === 'total' || row.kind === 'subtotal' ? 'total' : undefined },
    cells.join(''),
  )
}

function htmlRuns(runs: readonly Run[]): string {
  return runs.map(htmlRun).join('')
}

function htmlRun(run: Run): string {
  let text = escapeMarkup(run.text).replaceAll('\n', '<br>')
  if (run.code) text = `<code>${text}</code>`
  if (run.strike) text = `<s>${text}</s>`
  if (run.italic) text = `<em>${text}</em>`
  if (run.bold) text = `<strong>${text}</strong>`
  return run.link === undefined
    ? text
    : element('a', { href: run.link, rel: 'noopener noreferrer' }, text)
}
