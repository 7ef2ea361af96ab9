import { pictureAlt, pictureWords, printedSize } from '../document/document-pictures.ts'
import { blockText } from '../document/document-text.ts'
import type { DocumentBlock, DocumentPicture, Run } from '../document/document-tree.ts'
import { element, escapeMarkup } from '../markup.ts'
import type { OdtPlace, OdtStyleBook } from './odt-style-book.ts'
import { odtStyle } from './odt-styles.ts'
import { odtTables } from './odt-table.ts'

const roleStyles = { label: odtStyle.label, note: odtStyle.status } as const

export function odtBlocks(
  blocks: readonly DocumentBlock[],
  place: OdtPlace,
  styles: OdtStyleBook,
): string {
  return blocks.map((block) => odtBlock(block, place, styles)).join('')
}

function odtBlock(block: DocumentBlock, place: OdtPlace, styles: OdtStyleBook): string {
  switch (block.kind) {
    case 'heading': {
      const runs =
        block.number === undefined ? block.runs : [{ text: `${block.number} ` }, ...block.runs]
      return element(
        'text:h',
        { 'text:style-name': `Heading_20_${block.level}`, 'text:outline-level': block.level },
        odtRuns(runs, styles),
      )
    }
    case 'paragraph':
      return odtParagraph(
        block.runs,
        block.role === 'body' ? place.text : roleStyles[block.role],
        styles,
      )
    case 'list':
      return listMarkup(block, place, styles)
    case 'quote':
      return odtBlocks(
        block.content,
        { ...place, text: place.text === odtStyle.body ? odtStyle.quote : place.text },
        styles,
      )
    case 'rule':
      return odtParagraph([], odtStyle.rule, styles)
    case 'picture':
      return odtPicture(block, place, styles)
    case 'table':
      // OpenDocument has no table within a list item: its rows become lines there.
      return place.isInList
        ? block.rows
            .map((row) =>
              odtParagraph(
                [
                  {
                    text: row.cells
                      .map((cell) => cell.content.map(blockText).join(' '))
                      .join(' | '),
                  },
                ],
                place.text,
                styles,
              ),
            )
            .join('')
        : odtTables(block, place, { styles, write: odtBlocks })
    case 'guidance': {
      const title =
        block.title === undefined
          ? ''
          : odtParagraph([{ text: block.title, bold: true }], odtStyle.guidance, styles)
      return title + odtBlocks(block.content, { ...place, text: odtStyle.guidance }, styles)
    }
  }
}

/** A picture in a paragraph of its own, with its words for a screen reader; without its file the words alone. */
function odtPicture(picture: DocumentPicture, place: OdtPlace, styles: OdtStyleBook): string {
  const { image } = picture
  if (image === null) return odtParagraph([{ text: pictureWords(picture) }], place.text, styles)
  const { width, height } = printedSize(picture, place.width)
  const alt = pictureAlt(picture)
  const frame = element(
    'draw:frame',
    {
      'draw:name': image.name,
      'text:anchor-type': 'as-char',
      'svg:width': inches(width),
      'svg:height': inches(height),
    },
    element('draw:image', {
      'xlink:href': styles.picture(image),
      'xlink:type': 'simple',
      'xlink:show': 'embed',
      'xlink:actuate': 'onLoad',
    }) + (alt === '' ? '' : element('svg:title', {}, escapeMarkup(alt))),
  )
  return element('text:p', { 'text:style-name': place.text }, frame)
}

const inches = (pixels: number): string => `${(pixels / 96).toFixed(3)}in`

function listMarkup(
  list: Extract<DocumentBlock, { kind: 'list' }>,
  place: OdtPlace,
  styles: OdtStyleBook,
): string {
  const items = list.items.map((item, index) =>
    element(
      'text:list-item',
      {
        'text:start-value':
          list.ordered && index === 0 && list.start !== 1 ? list.start : undefined,
      },
      odtBlocks(item, { ...place, isInList: true }, styles),
    ),
  )
  return element(
    'text:list',
    { 'text:style-name': list.ordered ? odtStyle.numbers : odtStyle.bullets },
    items.join(''),
  )
}

export function odtParagraph(runs: readonly Run[], style: string, styles: OdtStyleBook): string {
  return element('text:p', { 'text:style-name': style }, odtRuns(runs, styles))
}

function odtRuns(runs: readonly Run[], styles: OdtStyleBook): string {
  return runs
    .map((run) => {
      const marked = withMarks(run, odtText(run.text), styles)
      return run.link === undefined
        ? marked
        : element(
            'text:a',
            {
              'xlink:type': 'simple',
              'xlink:href': run.link,
              'text:style-name': 'Internet_20_link',
            },
            marked,
          )
    })
    .join('')
}

function withMarks(run: Run, inside: string, styles: OdtStyleBook): string {
  const properties = {
    ...(run.bold ? { 'fo:font-weight': 'bold' } : {}),
    ...(run.italic ? { 'fo:font-style': 'italic' } : {}),
    ...(run.strike ? { 'style:text-line-through-style': 'solid' } : {}),
    ...(run.code ? { 'fo:font-family': 'Consolas, monospace' } : {}),
  }
  if (Object.keys(properties).length === 0) return inside
  return element(
    'text:span',
    { 'text:style-name': styles.name('text', {}, element('style:text-properties', properties)) },
    inside,
  )
}

/**
 * Runs of spaces and ends of lines are elements of their own; as characters they collapse to one
 * space.
 */
function odtText(text: string): string {
  return escapeMarkup(text)
    .replaceAll('\n', '<text:line-break/>')
    .replace(/^ | {2,}/g, (spaces) => `<text:s text:c="${spaces.length}"/>`)
}
