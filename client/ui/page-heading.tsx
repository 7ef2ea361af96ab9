import { useEffect, useRef } from 'react'

const landedOn = typeof window === 'undefined' ? '' : window.location.pathname
let hasMoved = false

/** After the first page load focus belongs to the browser; after a step inside the application it goes to the new h1. */
function isInsideNavigation(): boolean {
  hasMoved ||= window.location.pathname !== landedOn
  return hasMoved
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Wijktafel`
  }, [title])
}

type PageHeadingProps = { title: string; className?: string }

/** The h1 of a page: names the document and takes focus after navigation. */
export function PageHeading({ title, className = 'page-header__title' }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useDocumentTitle(title)
  useEffect(() => {
    if (isInsideNavigation()) heading.current?.focus()
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {title}
    </h1>
  )
}
