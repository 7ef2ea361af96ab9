import type { TextRange } from '#shared/comments/text-range.ts'
import type { Target } from '#shared/plan/content.ts'
import type { Place } from '../sync/place.ts'
import { createListeners, createSignal } from '../sync/source.ts'

/** A thread that is being begun: where, and on which words. */
export type NewThread = { target: Target; range?: TextRange }

/** Words of a text that a thread hangs on, as the editors draw them. */
export type Highlight = { threadId: string; target: Target; range: TextRange; isResolved: boolean }

/**
 * What the comments and the plan beside them tell each other. One plan is on the screen at a time, and an editor, which
 * is made once, must not be made again for each comment.
 */
export const commentUiStore = {
  highlights: createSignal<readonly Highlight[]>([]),
  /** How many open threads hang on each place, by its name. */
  counts: createSignal<ReadonlyMap<string, number>>(new Map()),
  draft: createSignal<NewThread | null>(null),
  /** The thread of the words the caret is in, or that has the focus. */
  active: createSignal<string | null>(null),
}

const asked = createListeners<[threadId: string]>()
/** Someone wants to go from the plan to a thread. */
export const onThreadAsked = asked.add
let waiting: string | null = null
export function askForThread(threadId: string): void {
  waiting = threadId
  asked.call(threadId)
}

/** For the list, which on a small screen only comes into being when someone asks for a thread in it. */
export function takeAskedThread(): string | null {
  const threadId = waiting
  waiting = null
  return threadId
}

const begun = createListeners()
export const onThreadBegun = begun.add

/** Opens the box for a new thread, beside the plan. */
export function beginThread(thread: NewThread): void {
  commentUiStore.draft.set(thread)
  begun.call()
}

export function clearCommentUiStore(): void {
  waiting = null
  commentUiStore.highlights.set([])
  commentUiStore.counts.set(new Map())
  commentUiStore.draft.set(null)
  commentUiStore.active.set(null)
}

/** What a place on the screen is called in a comment; null for one that nothing can hang on. */
export function targetOf({ table, row, column, field, section }: Place): Target | null {
  if (table !== undefined && row !== undefined)
    return column === undefined ? { kind: 'row', table, row } : { kind: 'cell', table, row, column }
  if (table !== undefined) return { kind: 'table', table }
  if (field !== undefined) return { kind: 'field', field }
  return section === undefined ? null : { kind: 'section', section }
}
