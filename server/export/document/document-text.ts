import { pictureWords } from './document-pictures.ts'
import type { DocumentBlock, Run } from './document-tree.ts'

/** The text of a block on consecutive lines, for places without structure. */
export function blockText(block: DocumentBlock): string {
  switch (block.kind) {
    case 'heading':
      return `${block.number === undefined ? '' : `${block.number} `}${runsText(block.runs)}`
    case 'paragraph':
      return runsText(block.runs)
    case 'list':
      return block.items.map((item) => item.map(blockText).join('\n')).join('\n')
    case 'quote':
      return block.content.map(blockText).join('\n')
    case 'guidance':
      return [block.title ?? '', ...block.content.map(blockText)].join('\n')
    case 'table':
      return block.rows
        .map((row) => row.cells.map((cell) => cell.content.map(blockText).join(' ')).join(' | '))
        .join('\n')
    case 'rule':
      return ''
    case 'picture':
      return pictureWords(block)
  }
}

function runsText(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('')
}
