import type { TextRange } from '#shared/comments/text-range.ts'
import type { Target } from '#shared/plan/content.ts'
import type { Place } from '../sync/place.ts'
import { createListeners, createSignal } from '../sync/source.ts'

/** A thread that the user is starting: its target and, optionally, the selected words. */
export type NewThread = { target: Target; range?: TextRange }

/** The words that a thread is attached to, as the editors highlight them. */
export type Highlight = { threadId: string; target: Target; range: TextRange; isResolved: boolean }

/**
 * UI state that the comments panel and the plan share. It is module state because one plan is open at a time, and because
 * an editor is created once and must not be recreated for each comment.
 */
export const commentUiStore = {
  highlights: createSignal<readonly Highlight[]>([]),
  /** The number of open threads at each place, by the name of the place. */
  counts: createSignal<ReadonlyMap<string, number>>(new Map()),
  draft: createSignal<NewThread | null>(null),
  /** The thread of the words the caret is in, or that has the focus. */
  active: createSignal<string | null>(null),
}

/** `takesFocus` is false for a thread that is only shown. */
export type AskedThread = { threadId: string; takesFocus: boolean }
const asked = createListeners<[AskedThread]>()
/** The user asked to go from the plan to a thread, or to see it. */
export const onThreadAsked = asked.add
let waiting: AskedThread | null = null
export function askForThread(threadId: string, takesFocus = true): void {
  waiting = { threadId, takesFocus }
  asked.call(waiting)
}

/** For the list: on a small screen it is mounted only after a thread in it is requested. */
export function takeAskedThread(): AskedThread | null {
  const thread = waiting
  waiting = null
  return thread
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

/** The comment target of a place on the screen; null for a place that can't have comments. */
export function targetOf({ table, row, column, field, section }: Place): Target | null {
  if (table !== undefined && row !== undefined)
    return column === undefined ? { kind: 'row', table, row } : { kind: 'cell', table, row, column }
  if (table !== undefined) return { kind: 'table', table }
  if (field !== undefined) return { kind: 'field', field }
  return section === undefined ? null : { kind: 'section', section }
}
