import { createContext, createElement, Fragment, type ReactNode, useContext } from 'react'
import * as consultationText from '#client/text/consultation.ts'
import { pictureTexts } from '#client/text/picture-texts.ts'
import type { ReadBlock, ReadRun } from '#shared/api/read-links.ts'
import './read-page.css'

type Table = Extract<ReadBlock, { kind: 'table' }>
type Picture = Extract<ReadBlock, { kind: 'picture' }>

/** The address of a picture of the page, by its id. */
export const PictureAddress = createContext<(fileId: string) => string>(() => '')

/** A document that never changes while it is shown, so the index of a block can be its key. */
export function ReadBlocks({ blocks }: { blocks: readonly ReadBlock[] }) {
  return blocks.map((block, index) => <Fragment key={keyOf(index)}>{draw(block)}</Fragment>)
}

const headingClasses = ['read-page__h1', 'read-page__h2', 'read-page__h3']

const keyOf = (index: number): string => `part-${index}`

function draw(block: ReadBlock): ReactNode {
  switch (block.kind) {
    case 'heading':
      // The title of the plan is the h1.
      return createElement(
        `h${Math.min(block.level + 1, 6)}`,
        { className: headingClasses[Math.min(block.level, 3) - 1] },
        block.number === undefined ? null : `${block.number} `,
        <Runs runs={block.runs} />,
      )
    case 'paragraph':
      return block.runs.length === 0 ? (
        block.role === 'body' && <p className="read-page__empty">{consultationText.notFilled}</p>
      ) : (
        <p className={`read-page__${block.role}`}>
          <Runs runs={block.runs} />
        </p>
      )
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={keyOf(index)}>
          <ReadBlocks blocks={item} />
        </li>
      ))
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
    }
    case 'quote':
      return (
        <blockquote>
          <ReadBlocks blocks={block.content} />
        </blockquote>
      )
    case 'rule':
      return <hr />
    case 'picture':
      return <ReadPicture picture={block} />
    case 'table':
      return <ReadTable table={block} />
  }
}

function ReadPicture({ picture }: { picture: Picture }) {
  const { file, alt, decorative, width, height, scale } = picture
  const addressOf = useContext(PictureAddress)
  return (
    <img
      className="read-page__picture"
      src={addressOf(file)}
      alt={decorative ? '' : alt || pictureTexts.plain}
      width={width}
      height={height}
      style={{ width: `${scale}%`, maxWidth: width }}
    />
  )
}

function ReadTable({ table }: { table: Table }) {
  const label = table.columns
    .map((column) => column.label)
    .filter((text) => text !== '')
    .join(', ')
  return (
    // Wide tables scroll on a phone, also with the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable without a mouse
    <section className="read-page__scroll" tabIndex={0} aria-label={consultationText.table(label)}>
      <table>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={keyOf(index)} className={`read-page__row--${row.kind}`}>
              {row.cells.map((cell, at) => {
                const isNumber = table.columns[at]?.align === 'right'
                const isHead = cell.isHeader === true && cell.content.length > 0
                return createElement(
                  isHead ? 'th' : 'td',
                  {
                    key: keyOf(at),
                    className: isNumber ? 'read-page__number' : undefined,
                    ...(isHead
                      ? { scope: row.kind === 'header' || row.kind === 'group' ? 'col' : 'row' }
                      : {}),
                  },
                  cell.content.map((block, place) => (
                    <div key={keyOf(place)}>
                      {block.kind === 'paragraph' ? <Runs runs={block.runs} /> : draw(block)}
                    </div>
                  )),
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Runs({ runs }: { runs: readonly ReadRun[] }) {
  return runs.map((run, index) => <Fragment key={keyOf(index)}>{drawRun(run)}</Fragment>)
}

function drawRun({ text, bold, italic, strike, code, link }: ReadRun): ReactNode {
  let node: ReactNode = text
  if (code === true) node = <code>{node}</code>
  if (bold === true) node = <strong>{node}</strong>
  if (italic === true) node = <em>{node}</em>
  if (strike === true) node = <s>{node}</s>
  return link === undefined || !/^(https?|mailto|tel):/i.test(link) ? (
    node
  ) : (
    <a href={link} rel="noopener noreferrer nofollow">
      {node}
    </a>
  )
}
