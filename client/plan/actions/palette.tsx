import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { askToFind } from '#client/hooks/find-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { sectionPlace } from '#client/sync/place.ts'
import * as actionText from '#client/text/plan-actions.ts'
import { Dialog } from '#client/ui/dialog.tsx'
import { matches } from '#shared/fold.ts'
import { limits } from '#shared/limits.ts'
import type { ShownAction } from './plan-actions.ts'
import './palette.css'

type Entry = Pick<ShownAction, 'id' | 'label' | 'icon' | 'words' | 'isDisabled' | 'run'> & {
  keys?: string | undefined
}

type PaletteProps = { actions: readonly ShownAction[]; isOpen: boolean; onClose: () => void }

/** Every action of the page with its key, found by typing: the list of a combobox, which keeps the focus in its input. */
export function Palette({ actions, isOpen, onClose }: PaletteProps) {
  return (
    <Dialog title={actionText.palette} isOpen={isOpen} onClose={onClose} isWide>
      <Choices actions={actions} onClose={onClose} />
    </Dialog>
  )
}

function Choices({ actions, onClose }: Omit<PaletteProps, 'isOpen'>) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const shown = useEntries(actions, query.trim())
  const current = Math.min(at, shown.length - 1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another option is current
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [current, query])
  const run = (entry: Entry | undefined) => {
    if (entry === undefined || entry.isDisabled) return
    onClose()
    // After the dialog returned the focus: an action may move it.
    requestAnimationFrame(() => requestAnimationFrame(() => entry.run()))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step !== undefined && shown.length > 0) {
      event.preventDefault()
      setAt(step(current, shown.length))
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      run(shown[current])
    }
  }
  return (
    <div className="palette">
      <input
        // biome-ignore lint/a11y/noAutofocus: the dialog opens to type in it
        autoFocus
        className="palette__input"
        type="text"
        role="combobox"
        aria-label={actionText.paletteLabel}
        placeholder={actionText.paletteLabel}
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown[current] === undefined ? undefined : `${id}-${current}`}
        aria-autocomplete="list"
        aria-describedby={`${id}-hint`}
        autoComplete="off"
        spellCheck={false}
        maxLength={limits.findQuery.max}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <p className="palette__hint" id={`${id}-hint`}>
        {actionText.paletteHint}
      </p>
      <p role="status" className="visually-hidden">
        {query === '' ? '' : actionText.found(shown.length)}
      </p>
      {shown.length === 0 && <p>{actionText.noneFound}</p>}
      <div
        className="palette__list"
        id={`${id}-list`}
        role="listbox"
        aria-label={actionText.palette}
        ref={list}
      >
        {shown.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, which keeps the focus
          <div
            key={entry.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            aria-disabled={entry.isDisabled || undefined}
            tabIndex={-1}
            className="palette__option"
            onClick={() => run(entry)}
          >
            <entry.icon className="icon" aria-hidden="true" />
            <span className="palette__label">{entry.label}</span>
            {entry.keys !== undefined && <kbd className="palette__keys">{entry.keys}</kbd>}
          </div>
        ))}
      </div>
    </div>
  )
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  PageDown: (at, count) => Math.min(at + 8, count - 1),
  PageUp: (at) => Math.max(at - 8, 0),
}

/** The actions, the parts of the plan to go to, and a search for the words that were typed. */
function useEntries(actions: readonly ShownAction[], query: string): Entry[] {
  const { format, goTo } = usePlanContext()
  const all: Entry[] = [
    ...actions
      .filter(({ id }) => id !== 'palette')
      .map(({ keys, ...action }) => ({ ...action, keys: keys?.text })),
    ...format.sections.map((section) => ({
      id: sectionPlace(section.id),
      label: actionText.goToSection(section.shortTitle),
      icon: Search,
      words: section.title,
      isDisabled: false,
      run: () => goTo({ kind: 'section', section: section.id }),
    })),
  ]
  if (query === '') return all
  return [
    ...all.filter(({ label, words }) => matches(query, [label, words])),
    {
      id: 'find-words',
      label: actionText.findWords(query),
      icon: Search,
      words: '',
      isDisabled: false,
      run: () => askToFind({ words: query, section: null }),
    },
  ]
}
