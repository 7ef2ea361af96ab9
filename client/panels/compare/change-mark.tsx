import type { ReactNode } from 'react'
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
        <span className="diff-label">Ingevoegd</span>
      ) : (
        <span className="visually-hidden">[ingevoegd: </span>
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
        <span className="diff-label">Verwijderd</span>
      ) : (
        <span className="visually-hidden">[verwijderd: </span>
      )}
      {children}
      {!isBlock && <span className="visually-hidden">]</span>}
    </del>
  )
}

/** The same words with other formatting. */
export function Restyled({ children }: { children: ReactNode }) {
  return (
    <span className="diff-restyled" title="Andere opmaak">
      {children}
      <span className="visually-hidden"> [andere opmaak]</span>
    </span>
  )
}
