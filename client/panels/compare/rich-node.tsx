import type { ReactNode } from 'react'
import { PictureImage } from '#client/editor/picture/picture-image.tsx'
import type { Shell } from '#shared/compare/differences.ts'
import type { RichMark, RichNode } from '#shared/richtext/rich-doc.ts'
import './rich-node.css'

/** A rich text without an editor. Its headings are bold lines, because the headings of the page are the sections of the plan. */
export function RichNodes({ nodes }: { nodes: readonly RichNode[] }) {
  return nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: nodes have no identity and are drawn once
    <RichNodeView key={index} node={node} />
  ))
}

/** `wrap` goes around the content: a mark on a list item is inside the item, where HTML allows it. */
export function RichNodeView({
  node,
  wrap = (children) => children,
}: {
  node: RichNode
  wrap?: (children: ReactNode) => ReactNode
}) {
  if (node.type === 'text')
    return (node.marks ?? []).reduceRight<ReactNode>(marked, node.text ?? '')
  if (node.type === 'hardBreak') return <br />
  if (node.type === 'horizontalRule') return wrap(<hr />)
  if (node.type === 'picture') return wrap(<PictureImage node={node} />)
  const content = node.content ?? []
  if (node.type === 'tableRow') {
    return (
      <tr>
        {content.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity and are drawn once
          <RichNodeView key={index} node={cell} wrap={wrap} />
        ))}
      </tr>
    )
  }
  const inside = <RichNodes nodes={content} />
  if (isInner(node)) return <Frame shell={node}>{wrap(inside)}</Frame>
  return wrap(<Frame shell={node}>{inside}</Frame>)
}

function isInner({ type }: Shell): boolean {
  return type === 'listItem' || type === 'tableCell' || type === 'tableHeader'
}

/** The element of a block, around its content. */
export function Frame({
  shell: { type, attrs = {} },
  children,
}: {
  shell: Shell
  children: ReactNode
}) {
  switch (type) {
    case 'paragraph':
      return <p>{children}</p>
    case 'heading':
      return <p className="diff-heading">{children}</p>
    case 'bulletList':
      return <ul>{children}</ul>
    case 'orderedList':
      return <ol start={Number(attrs['start'] ?? 1)}>{children}</ol>
    case 'listItem':
      return <li>{children}</li>
    case 'blockquote':
      return <blockquote>{children}</blockquote>
    case 'table':
      return (
        <table className="diff-table">
          <tbody>{children}</tbody>
        </table>
      )
    case 'tableRow':
      return <tr>{children}</tr>
    case 'tableCell':
    case 'tableHeader':
      return (
        <td colSpan={Number(attrs['colspan'] ?? 1)} rowSpan={Number(attrs['rowspan'] ?? 1)}>
          {children}
        </td>
      )
    default:
      return <div>{children}</div>
  }
}

function marked(inside: ReactNode, { type, attrs }: RichMark): ReactNode {
  switch (type) {
    case 'bold':
      return <strong>{inside}</strong>
    case 'italic':
      return <em>{inside}</em>
    case 'underline':
      return <span className="diff-underline">{inside}</span>
    case 'strike':
      return <span className="diff-strike">{inside}</span>
    case 'code':
      return <code>{inside}</code>
    case 'link':
      return (
        <a href={String(attrs?.['href'] ?? '')} rel="noopener noreferrer nofollow" target="_blank">
          {inside}
        </a>
      )
    default:
      return inside
  }
}
