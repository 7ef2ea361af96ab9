import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { closeFind, findStore, onFindAsked, wordsToFind } from '#client/hooks/find-store.ts'
import { type PlanContextValue, usePlanContext } from '#client/hooks/plan-context.ts'
import { useThreads } from '#client/hooks/use-threads.ts'
import * as findText from '#client/text/find.ts'
import { Button, IconButton } from '#client/ui/button.tsx'
import { placeOf } from '#shared/comments/place-name.ts'
import type { Hit, PlanHit } from '#shared/find/find-in-plan.ts'
import { foldedQuery } from '#shared/find/occurrences.ts'
import { limits } from '#shared/limits.ts'
import { findBarAttribute } from './find-bar-attribute.ts'
import { markPlaces } from './mark-places.ts'
import { goToHit, showHit } from './show-hit.ts'
import { type Found, keyOf, useHits } from './use-hits.ts'
import './find-bar.css'

// Loaded on use: few people replace words.
const loadReplace = () => import('./replace.ts')

/** A count is said after the user stopped typing for this long, in ms. */
const sayAfterMs = 700

/** Searches the text, the cells and the comments of the plan that is shown, and replaces words for its editors. */
export function FindBar() {
  const context = usePlanContext()
  const { edit, announce } = context
  const [begun] = useState(wordsToFind)
  const [query, setQuery] = useState(begun.words)
  const [by, setBy] = useState('')
  const [isReplacing, setReplacing] = useState(false)
  const found = useHits(query, query === begun.words ? begun.section : null)
  const { hits, at, current, isCut } = found
  const place = usePlaceName(current, context)
  const hasMoved = useRef(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()

  useEffect(
    () =>
      onFindAsked((words) => {
        if (words !== '') setQuery(words)
        input.current?.focus()
        requestAnimationFrame(() => input.current?.select())
      }),
    [],
  )
  // Before anything else that the user types.
  useLayoutEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  useMarks(query, found)
  const key = current === null ? '' : keyOf(current)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another hit is shown; the same one does not come back by itself
  useEffect(() => {
    if (current !== null) showHit(current, context)
  }, [key, query])
  const count =
    foldedQuery(query) === null
      ? ''
      : hits.length === 0
        ? findText.nothing
        : findText.countOf(at + 1, hits.length, isCut)
  useEffect(() => {
    if (count === '') return
    const said = place === '' ? count : findText.announced(count, place)
    const timer = setTimeout(() => announce(said), sayAfterMs)
    return () => clearTimeout(timer)
  }, [count, place, announce])

  const move = (step: number) => {
    if (hits.length === 0) return
    hasMoved.current = true
    found.goTo((at + step + hits.length) % hits.length)
  }
  const close = () => {
    // After stepping to a hit the user goes on there, as in the browser's own search.
    if (hasMoved.current && current !== null) {
      goToHit(current, context)
      return void closeFind()
    }
    const before = closeFind() ?? document.getElementById('inhoud')
    before?.focus({ preventScroll: true })
  }
  const replace = async () => {
    if (edit === null || current === null) return
    if (!isText(current)) return announce(findText.notReplaceable)
    const { replaceFound } = await loadReplace()
    const done = replaceFound(edit, { query, by, only: current })
    // The next hit has the number of the replaced one; words that hold the query are hits again.
    if (done.replaced === 0 || hasAgain(by, query)) move(1)
    else found.goTo(at)
  }
  const replaceAll = async () => {
    if (edit === null) return
    const { replaceFound } = await loadReplace()
    replaceFound(edit, { query, by })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    close()
  }
  const onEnter = (run: (isShifted: boolean) => void) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    run(event.shiftKey)
  }
  return (
    <search
      className="find-bar"
      aria-label={findText.title}
      {...{ [findBarAttribute]: '' }}
      onKeyDown={onKeyDown}
    >
      <div className="find-bar__row">
        <input
          ref={input}
          type="text"
          className="find-bar__input"
          aria-label={findText.query}
          placeholder={findText.query}
          aria-describedby={`${id}-count`}
          value={query}
          maxLength={limits.findQuery.max}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            hasMoved.current = false
            setQuery(event.target.value)
          }}
          onKeyDown={onEnter((isShifted) => move(isShifted ? -1 : 1))}
        />
        <span className="find-bar__count" id={`${id}-count`}>
          {count}
        </span>
        <IconButton
          label={findText.previous}
          icon={<ChevronUp className="icon" aria-hidden="true" />}
          onPress={() => move(-1)}
        />
        <IconButton
          label={findText.next}
          icon={<ChevronDown className="icon" aria-hidden="true" />}
          onPress={() => move(1)}
        />
        <span className="find-bar__place">{place}</span>
        {edit !== null && (
          <Button
            kind="quiet"
            isSmall
            aria-expanded={isReplacing}
            onPress={() => setReplacing(!isReplacing)}
          >
            {findText.toReplace}
          </Button>
        )}
        <IconButton
          label={findText.close}
          icon={<X className="icon" aria-hidden="true" />}
          onPress={close}
        />
      </div>
      {edit !== null && isReplacing && (
        <div className="find-bar__row">
          <input
            type="text"
            className="find-bar__input"
            aria-label={findText.by}
            placeholder={findText.by}
            value={by}
            maxLength={limits.findQuery.max}
            autoComplete="off"
            onChange={(event) => setBy(event.target.value)}
            onKeyDown={onEnter(() => void replace())}
          />
          <Button isSmall isDisabled={current === null} onPress={() => void replace()}>
            {findText.replace}
          </Button>
          <Button isSmall isDisabled={current === null} onPress={() => void replaceAll()}>
            {findText.replaceAll}
          </Button>
        </div>
      )}
    </search>
  )
}

const isText = (hit: Hit): hit is PlanHit => hit.kind === 'text' || hit.kind === 'line'

function hasAgain(by: string, query: string): boolean {
  const folded = foldedQuery(query)
  return folded !== null && (foldedQuery(by)?.includes(folded) ?? false)
}

/** Marks the hits on the page, before the hit of the moment is brought into view. */
function useMarks(query: string, { hits, current }: Found): void {
  useEffect(() => {
    findStore.query.set(foldedQuery(query))
    findStore.current.set(
      current?.kind === 'text' ? { place: current.target, index: current.index } : null,
    )
  }, [query, current])
  useEffect(() => markPlaces(hits, current), [hits, current])
  useEffect(
    () => () => {
      findStore.query.set(null)
      findStore.current.set(null)
    },
    [],
  )
}

/** Where the hit of the moment is: "Thema 2: Veilig thuis, Resultaat". */
function usePlaceName(hit: Hit | null, { session, format }: PlanContextValue): string {
  const threads = useThreads().data?.threads
  if (hit === null) return ''
  if (hit.kind !== 'comment') return placeOf(hit.target, format, session.content.get()) ?? ''
  const comment = threads
    ?.find(({ id }) => id === hit.threadId)
    ?.comments.find(({ id }) => id === hit.commentId)
  return comment === undefined ? '' : findText.inComment(comment.author.name)
}
