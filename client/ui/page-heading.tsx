import { type RefObject, useEffect, useRef } from 'react'
import * as uiText from '#client/text/ui.ts'
import './page-header.css'

const landedOn = typeof window === 'undefined' ? '' : window.location.pathname
let hasMoved = false

/** After the first page load focus belongs to the browser; after a step inside the application it goes to the new h1. */
function isInsideNavigation(): boolean {
  hasMoved ||= window.location.pathname !== landedOn
  return hasMoved
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = uiText.pageTitle(title)
  }, [title])
}

/** Called after a row was removed with its button: the next Tab would otherwise start at the top of the browser. */
export function focusHeadingWhenLost(): void {
  // A closing dialog returns the focus first, if its opener still exists.
  setTimeout(() => {
    if (document.activeElement === document.body) document.querySelector('h1')?.focus()
  }, 200)
}

/** For an h1 that is no `PageHeading`: takes the focus that a navigation left nowhere. */
export function useHeadingFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isInsideNavigation() && document.activeElement === document.body)
      heading.current?.focus({ preventScroll: true })
  }, [])
  return heading
}

type PageHeadingProps = {
  title: string
  className?: string
  /** For a page that changes into another one without navigation. */
  takesFocus?: boolean
}

/** The h1 of a page: names the document and takes focus after navigation. */
export function PageHeading({
  title,
  className = 'page-header__title',
  takesFocus = false,
}: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useDocumentTitle(title)
  useEffect(() => {
    if (takesFocus || isInsideNavigation()) heading.current?.focus()
  }, [takesFocus])
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {title}
    </h1>
  )
}
