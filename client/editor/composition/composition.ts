import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import type { WholeView } from '#client/sync/session/session.ts'
import { comesFromPlan } from '../own-edits.ts'
import { positionOf, textRuns } from '../text-runs.ts'
import { bindAndShow, bindToFork } from './binding.ts'
import { caretAt, positionInPlan } from './caret.ts'
import { ComposedWords, type WordsOnScreen } from './composed-words.ts'
import { lettersOf, type TextPart } from './copied-text.ts'
import { type Fork, forkOf } from './fork.ts'
import { reaches } from './update-reach.ts'

/** The browser reports the last composed text a moment after the end of the composition. */
const settleMs = 50
/** The states of a composed word that are kept: how far the view of another user may be behind. */
const maxFormer = 50

type Options = { session: WholeView | null; fragment: Y.XmlFragment | null }

/**
 * Edits of others do not touch a text in which a word is being composed: a phone's keyboard, a dead key, dictation. The
 * browser holds on to the text node, and when that is redrawn it inserts the word a second time. As soon as an edit of
 * another user reaches the text, the editor therefore continues on a fork of it. Its edits are merged into the plan at
 * once, so they are saved and seen like any other; the edits of others appear on this screen when the word is finished,
 * however long that takes.
 */
export const Composition = Extension.create<Options, { current: Composing | null }>({
  name: 'composition',
  addOptions: () => ({ session: null, fragment: null }),
  addStorage: () => ({ current: null }),
  onTransaction({ transaction }) {
    this.storage.current?.follow(transaction)
  },
  addProseMirrorPlugins() {
    const { session, fragment } = this.options
    const { storage } = this
    if (session === null || fragment === null) return []
    return [
      new Plugin({
        key: new PluginKey('composition'),
        props: {
          handleDOMEvents: {
            compositionstart: () => storage.current?.begin() ?? false,
            compositionend: () => storage.current?.end() ?? false,
          },
        },
        view: (view) => {
          const composing = new Composing(view, { fragment, session })
          storage.current = composing
          return {
            destroy: () => {
              composing.stop()
              storage.current = null
            },
          }
        },
      }),
    ]
  },
})

type Forked = { fork: Fork; words: ComposedWords; shared: readonly Y.ID[]; stop: () => void }

type State =
  | { kind: 'resting' }
  /** Positions of the editor around the word. */
  | { kind: 'composing'; from: number; to: number; former: TextPart[]; isTyped: boolean }

class Composing {
  readonly #view: EditorView
  readonly #fragment: Y.XmlFragment
  readonly #session: WholeView
  #state: State = { kind: 'resting' }
  #forked: Forked | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopListening = () => {}

  constructor(
    view: EditorView,
    { fragment, session }: { fragment: Y.XmlFragment; session: WholeView },
  ) {
    this.#view = view
    this.#fragment = fragment
    this.#session = session
  }

  begin(): false {
    clearTimeout(this.#timer)
    if (this.#state.kind === 'composing') return false
    const { doc, selection } = this.#view.state
    const [start, end] = wordAround(this.#shown, doc, selection)
    this.#state = { kind: 'composing', from: start, to: end, former: [], isTyped: false }
    this.#remember()
    this.#stopListening = this.#session.onIncoming((update) => this.#onIncoming(update))
    return false
  }

  end(): false {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#join(), settleMs)
    return false
  }

  /** Called after the editor applied a transaction. */
  follow(transaction: Transaction): void {
    const state = this.#state
    if (state.kind === 'resting' || !transaction.docChanged) return
    state.from = transaction.mapping.map(state.from, -1)
    state.to = transaction.mapping.map(state.to, 1)
    if (!comesFromPlan(transaction)) state.isTyped = true
    this.#remember()
    this.#merge()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#stopListening()
    this.#merge()
    this.#forked?.stop()
    this.#forked = null
    this.#state = { kind: 'resting' }
  }

  /** The text that the editor shows. */
  get #shown(): Y.XmlFragment {
    return this.#forked?.fork.fragment ?? this.#fragment
  }

  #onIncoming(update: Uint8Array): void {
    const plan = this.#fragment.doc
    if (this.#forked !== null || this.#state.kind === 'resting' || plan === null) return
    if (!reaches(update, plan, this.#fragment)) return
    const fork = forkOf(this.#fragment)
    if (fork === null) return
    const { home } = caretAt(this.#fragment, this.#view.state.doc, this.#state.from)
    const shared = this.#letters(this.#fragment)
    const words = new ComposedWords(this.#fragment, {
      home,
      since: fork.since,
      client: fork.client,
    })
    const onChange = (change: Y.Transaction) => {
      if (!change.local && change.origin !== ySyncPluginKey) this.#merge()
    }
    plan.on('afterTransaction', onChange)
    const stop = () => {
      plan.off('afterTransaction', onChange)
      fork.destroy()
    }
    this.#forked = { fork, words, shared, stop }
    bindToFork(this.#view, fork.fragment)
  }

  #merge(): void {
    const forked = this.#forked
    if (forked === null || this.#state.kind === 'resting') return
    const now = this.#wordsOnScreen(forked, this.#state)
    forked.fork.merge(() => forked.words.settle(now))
  }

  #wordsOnScreen(forked: Forked, state: State & { kind: 'composing' }): WordsOnScreen {
    const { doc } = this.#view.state
    const block = doc.resolve(state.from)
    // A paragraph that was begun behind the word is a place of its own.
    const to = Math.min(state.to, block.end())
    const still = new Set(this.#letters(forked.fork.fragment).map(keyOf))
    return {
      words: doc.textBetween(state.from, Math.max(state.from, to)),
      shared: forked.shared.filter((id) => still.has(keyOf(id))),
      former: state.former,
      isTyped: state.isTyped,
    }
  }

  #letters(fragment: Y.XmlFragment): Y.ID[] {
    if (this.#state.kind === 'resting') return []
    const { from, to } = this.#state
    return textRuns(fragment, this.#view.state.doc).flatMap((run) =>
      lettersOf(run.type, Math.max(0, from - run.from), Math.min(run.length, to - run.from)),
    )
  }

  #remember(): void {
    const state = this.#state
    if (state.kind === 'resting') return
    const { part } = caretAt(this.#shown, this.#view.state.doc, state.from)
    const length = Math.max(0, Math.min(state.to - state.from, part.text.length - part.from))
    state.former = [{ ...part, to: part.from + length }, ...state.former].slice(0, maxFormer)
  }

  /** The word is finished: the editor shows the plan again, with the edits of others. */
  #join(): void {
    this.#stopListening()
    this.#merge()
    const [forked, state] = [this.#forked, this.#state]
    this.#forked = null
    this.#state = { kind: 'resting' }
    if (forked === null || state.kind === 'resting') return
    const { fork, words } = forked
    const { doc, selection } = this.#view.state
    const carets = [selection.anchor, selection.head].map((position) => ({
      offset: position >= state.from && position <= state.to ? position - state.from : null,
      caret: caretAt(fork.fragment, doc, position),
    }))
    const shown = (now: Node) => ({ fragment: this.#fragment, doc: now })
    bindAndShow(this.#view, this.#fragment, (now) => {
      const [anchor, head] = carets.map(({ offset, caret }) => {
        const point = offset === null ? null : words.caret(offset)
        return point === null
          ? (positionInPlan(caret, shown(now)) ?? words.position(shown(now)))
          : positionOf(textRuns(this.#fragment, now), point)
      })
      return anchor == null || head == null ? null : { anchor, head }
    })
    forked.stop()
  }
}

/** The word around a selection, as positions; the selection itself where there is no text. */
function wordAround(
  fragment: Y.XmlFragment,
  doc: Node,
  { from, to }: { from: number; to: number },
): [number, number] {
  const run = textRuns(fragment, doc).find(
    (candidate) => candidate.from <= from && to <= candidate.from + candidate.length,
  )
  if (run === undefined) return [from, to]
  const text = doc.textBetween(run.from, run.from + run.length)
  const before = /\S*$/u.exec(text.slice(0, from - run.from))?.[0].length ?? 0
  const after = /^\S*/u.exec(text.slice(to - run.from))?.[0].length ?? 0
  return [from - before, to + after]
}

function keyOf({ client, clock }: Y.ID): string {
  return `${client} ${clock}`
}
