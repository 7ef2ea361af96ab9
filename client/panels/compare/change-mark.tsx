import type { ReactNode } from 'react'
import * as panelText from '#client/text/panels.ts'
import './change-mark.css'

/**
 * Marks inserted or deleted content by its element, by a line through or under it, and in words for screen readers. The
 * colour only repeats it.
 */
export function Inserted({
  children,
  isBlock = false,
}: {
  children: ReactNode
  isBlock?: boolean
}) {
  return (
    <ins className={isBlock ? 'diff-ins diff-ins--block' : 'diff-ins'}>
      {isBlock ? (
        <span className="diff-label">{panelText.inserted}</span>
      ) : (
        <span className="visually-hidden">{panelText.insertedBefore} </span>
      )}
      {children}
      {!isBlock && <span className="visually-hidden">]</span>}
    </ins>
  )
}

export function Deleted({ children, isBlock = false }: { children: ReactNode; isBlock?: boolean }) {
  return (
    <del className={isBlock ? 'diff-del diff-del--block' : 'diff-del'}>
      {isBlock ? (
        <span className="diff-label">{panelText.removed}</span>
      ) : (
        <span className="visually-hidden">{panelText.removedBefore} </span>
      )}
      {children}
      {!isBlock && <span className="visually-hidden">]</span>}
    </del>
  )
}

/** The same words with other formatting. */
export function Restyled({ children }: { children: ReactNode }) {
  return (
    <span className="diff-restyled" title={panelText.otherLayout}>
      {children}
      <span className="visually-hidden"> {panelText.otherLayoutShown}</span>
    </span>
  )
}
