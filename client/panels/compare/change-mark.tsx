import type { ReactNode } from 'react'
import './change-mark.css'

/**
 * What was put in or taken out: by element, by line through or under it, and in words for anyone who hears it. The colour only
 * repeats it.
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

/** The same words in another type. */
export function Restyled({ children }: { children: ReactNode }) {
  return (
    <span className="diff-restyled" title="Andere opmaak">
      {children}
      <span className="visually-hidden"> [andere opmaak]</span>
    </span>
  )
}
