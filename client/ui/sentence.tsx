import { createElement, Fragment, type ReactNode } from 'react'
import type { Sentence as Parts } from '#client/text/sentence.ts'

/** A sentence with links or marked words in it, in the order that its text gives. */
export function Sentence({ parts }: { parts: Parts<ReactNode> }) {
  return createElement(Fragment, null, ...parts)
}
