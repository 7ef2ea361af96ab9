import * as Y from 'yjs'
import type { Role } from '#shared/access.ts'
import { longestPartsWaitMs, type PlanParts } from '#shared/api/parts.ts'
import { rangeAt, textOf, wordsOfRange } from '#shared/comments/range-words.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { browserClock, type Clock } from '../clock.ts'
import { createSignal } from '../source.ts'
import { createContentSource } from './content-source.ts'
import { writeContent } from './parts-document.ts'
import type { Connection, PartsView } from './session.ts'

export type PartsAnswer = { tag: string; seq: number; parts: PlanParts | null }

export type PartsSessionOptions = {
  planId: string
  /** The form of these parts alone. */
  format: Format
  /** Requests the parts; the server waits for a change after this tag. Rejects with an AppError. */
  ask: (query: { after?: string; wait?: number }, signal: AbortSignal) => Promise<PartsAnswer>
  /** Called when the server reports another state of the plan or of its threads. */
  onTold: (parts: PlanParts, before: PlanParts | null) => void
  clock?: Clock
  random?: () => number
}

const longestRetryMs = 15_000

/**
 * An open plan for a member of parts of it: a view of these parts, on a document that this client makes from the answers of
 * the server (ADR 0009). It is not stored on the device and can't be edited.
 */
export function openPartsSession({
  planId,
  format,
  ask,
  onTold,
  clock = browserClock,
  random = Math.random,
}: PartsSessionOptions): PartsView {
  const doc = new Y.Doc()
  const connection = createSignal<Connection>({ kind: 'connecting' })
  const isLoaded = createSignal(false)
  const role = createSignal<Role | null>(null)
  let told: PlanParts | null = null
  let savedSeq = 0
  const content = createContentSource({
    doc,
    format,
    clock,
    at: () => ({ epoch: told?.content.epoch ?? '', seq: savedSeq }),
  })
  let running: AbortController | null = null
  let cancelRetry: (() => void) | null = null
  let failures = 0

  function take({ seq, parts }: PartsAnswer): void {
    savedSeq = Math.max(savedSeq, seq)
    failures = 0
    if (parts !== null) {
      const before = told
      told = parts
      writeContent(doc, format, parts.content)
      role.set(parts.plan.role)
      isLoaded.set(true)
      onTold(parts, before)
    }
    if (connection.get().kind !== 'live')
      connection.set({ kind: 'live', role: told?.plan.role ?? 'reader', hasMissed: true })
  }

  async function follow(signal: AbortSignal): Promise<void> {
    let tag: string | undefined
    while (!signal.aborted) {
      const answer = await ask(
        tag === undefined ? {} : { after: tag, wait: longestPartsWaitMs },
        signal,
      )
      if (signal.aborted) return
      tag = answer.tag
      take(answer)
    }
  }

  function start(): void {
    running?.abort()
    cancelRetry?.()
    const controller = new AbortController()
    running = controller
    follow(controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) stopped(error)
    })
  }

  /** Closes after a final refusal; otherwise retries with full jitter. */
  function stopped(error: unknown): void {
    const code = error instanceof AppError ? error.code : 'unavailable'
    if (code === 'no-access' || code === 'plan-not-found' || code === 'not-signed-in')
      return connection.set({ kind: 'closed', code })
    connection.set({ kind: 'waiting' })
    failures++
    cancelRetry = clock.after(500 + random() * Math.min(longestRetryMs, 2 ** failures * 500), start)
  }

  start()
  return {
    kind: 'parts',
    planId,
    doc,
    format,
    content,
    connection,
    isLoaded,
    role,
    savedSeq: () => savedSeq,
    located: (thread) => {
      const { quote, target } = thread
      const text = quote === undefined ? null : textOf(target, doc)
      const words = told?.words[thread.id]
      if (quote === undefined || text === null) return thread
      // The words are gone: a position that resolves to nothing.
      return {
        ...thread,
        range: (words === undefined ? null : rangeAt(text, words, quote)) ?? {
          from: nowhere,
          to: nowhere,
          quote,
        },
      }
    },
    pointAt: (target, range) => {
      const text = textOf(target, doc)
      const words = text === null ? null : wordsOfRange(text, range)
      return words === null ? {} : { words: { ...words, quote: range.quote } }
    },
    reconnect: () => {
      const now = connection.get()
      if (now.kind === 'waiting' || (now.kind === 'closed' && now.code === 'not-signed-in')) start()
    },
    close: () => {
      running?.abort()
      cancelRetry?.()
      content.destroy()
      doc.destroy()
    },
  }
}

const nowhere = { type: { client: 0, clock: 0 } }
