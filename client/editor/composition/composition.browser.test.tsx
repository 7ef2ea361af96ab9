import { Editor } from '@tiptap/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import type { EditableSession } from '#client/sync/session/session.ts'
import { fieldFragment } from '#shared/plan/layout.ts'
import { setValue } from '#shared/plan/rows.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import { anna, joke } from '#tests/support/fixtures.ts'
import { inputMethod } from '#tests/support/input-method.ts'
import type { PlanServer } from '#tests/support/plan-server.ts'
import { Field, join, planServer } from '#tests/support/two-people.tsx'
import { editorExtensions } from '../editor-extensions.ts'

const field = 'themasInleiding'
const lines = ['Eerste', 'Wij bieden zorg', 'Laatste']

let server: PlanServer
let mine: EditableSession
let hers: EditableSession
let herEditor: Editor

beforeEach(async () => {
  server = planServer({ values: {}, fields: { [field]: lines.join('\n\n') } })
  mine = await join(server, anna)
  hers = await join(server, joke)
  herEditor = new Editor({
    element: document.createElement('div'),
    extensions: editorExtensions({
      session: hers,
      fragment: fieldFragment(hers.doc, field),
      place: { field },
    }),
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true })
})
afterEach(() => {
  vi.useRealTimers()
  herEditor.destroy()
  mine.close()
  hers.close()
})

const box = () => page.getByRole('textbox', { name: 'Anna', exact: true })
const textOf = (session: EditableSession) =>
  plainText(session.content.get().fields[field] ?? { type: 'doc' }).split('\n')
const shown = () =>
  [...box().element().querySelectorAll('p, h2, h3')].map(
    (block) => block.textContent?.replaceAll('\u2060', '') ?? '',
  )

/** The position of words in her editor, which may have the first letters of the composed word. */
function positionBefore(words: string): number {
  let found = -1
  herEditor.state.doc.descendants((node, position) => {
    const at = node.isText ? (node.text ?? '').indexOf(words) : -1
    if (at !== -1) found = position + at
  })
  return found
}

/** The positions around the second line. */
function secondLine(): { from: number; to: number } {
  const at = herEditor.state.doc.resolve(positionBefore('bieden'))
  return { from: at.start(), to: at.end() }
}

function around({ from, to }: { from: number; to: number }): { from: number; to: number } {
  return { from: from - 1, to: to + 1 }
}

type Edit = {
  run: (chain: ReturnType<Editor['chain']>) => ReturnType<Editor['chain']>
  /** The lines after it; the word of this user is where `_` is. */
  after: (line: string) => string[]
}

const first = 'Eerste'
const last = 'Laatste'
const rest = (own: string[]) => [first, ...own, last]
/** A line of which the other user saw the letters only: the word is in it, or a line of its own. */
const own = (line: string) => [wordIn(line)]
const wordIn = (line: string) => /\S*_\S*/u.exec(line)?.[0] ?? ''

const edits: Record<string, Edit> = {
  'a paragraph before': {
    run: (chain) => chain.insertContentAt(0, '<p>Nieuw</p>'),
    after: (line) => ['Nieuw', ...rest([line])],
  },
  'a paragraph behind': {
    run: (chain) => chain.insertContentAt(herEditor.state.doc.content.size, '<p>Nieuw</p>'),
    after: (line) => [...rest([line]), 'Nieuw'],
  },
  'wrapped in a list': {
    run: (chain) => chain.setTextSelection(secondLine()).toggleBulletList(),
    after: (line) => rest([line]),
  },
  'all wrapped in a quote': {
    run: (chain) => chain.selectAll().toggleBlockquote(),
    after: (line) => rest([line]),
  },
  'made a heading': {
    run: (chain) => chain.setTextSelection(secondLine()).setHeading({ level: 3 }),
    after: (line) => rest([line]),
  },
  split: {
    run: (chain) => chain.setTextSelection(positionBefore('bieden')).splitBlock(),
    after: (line) => {
      const [head, tail] = [
        line.slice(0, line.indexOf('bieden')),
        line.slice(line.indexOf('bieden')),
      ]
      return rest([head, tail])
    },
  },
  'joined with the line before': {
    run: (chain) => chain.setTextSelection(secondLine().from).joinBackward(),
    after: (line) => [`${first}${line}`, last],
  },
  removed: {
    run: (chain) => chain.deleteRange(around(secondLine())),
    after: (line) => rest(own(line)),
  },
  'the first paragraph removed': {
    run: (chain) => chain.deleteRange({ from: 0, to: secondLine().from - 1 }),
    after: (line) => [line, last],
  },
  'the words before removed': {
    run: (chain) =>
      chain.deleteRange({ from: positionBefore('Wij '), to: positionBefore('bieden') }),
    after: (line) => rest([line.replace('Wij ', '')]),
  },
  'made bold': {
    run: (chain) => chain.setTextSelection(secondLine()).setBold(),
    after: (line) => rest([line]),
  },
  'more words in it': {
    run: (chain) => chain.insertContentAt(positionBefore('bieden'), 'samen '),
    after: (line) => rest([line.replace('bieden', 'samen bieden')]),
  },
  'all replaced': {
    run: (chain) => chain.setContent('<p>Anders</p>'),
    after: (line) => ['Anders', ...own(line)],
  },
}

const places = { 'at the start': 0, 'between words': 11, 'at the end': 15 }

/** How long the word has been open when the edit of the other user comes; null: when it was just finished. */
const moments: Record<string, number | null> = {
  'at once': 0,
  'after 0.5 s': 500,
  'after 3 s': 3_000,
  'after 10 s': 10_000,
  'when the word is finished': null,
}

async function caretAtLetter(letter: number): Promise<void> {
  await userEvent.click(box())
  const text = box().element().querySelectorAll('p')[1]?.firstChild
  if (text == null) throw new Error('no second line')
  getSelection()?.collapse(text, letter)
  document.dispatchEvent(new Event('selectionchange'))
}

async function otherEdits(edit: Edit): Promise<void> {
  edit.run(herEditor.chain()).run()
  await expect.poll(() => hers.save.get().kind).toBe('saved')
  await server.flush()
}

describe.each(Object.entries(edits))('a word stays one word: %s', (_, edit) => {
  it.each(
    Object.entries(places).flatMap(([place, letter]) =>
      Object.entries(moments)
        .filter(([, ms]) => place === 'between words' || ms === null || ms === 10_000)
        .map(([moment, ms]) => ({ place, letter, moment, ms })),
    ),
  )('$place, $moment', async ({ letter, ms }) => {
    await render(<Field session={mine} id={field} name="Anna" />)
    await caretAtLetter(letter)
    await inputMethod.compose('h')
    await inputMethod.compose('hu')
    if (ms !== null) {
      vi.advanceTimersByTime(ms)
      await otherEdits(edit)
      vi.advanceTimersByTime(10_000)
    }
    await inputMethod.compose('hul')
    await inputMethod.compose('hulp')
    await inputMethod.insert('hulp')
    if (ms === null) await otherEdits(edit)
    vi.advanceTimersByTime(1_000)
    await inputMethod.insert('en')
    const line = `${lines[1]?.slice(0, letter)}_${lines[1]?.slice(letter)}`
    const expected = edit.after(line).map((text) => text.replace('_', 'hulpen'))
    await expect.poll(shown).toEqual(expected)
    expect(textOf(mine)).toEqual(expected)
    await expect.poll(() => textOf(hers)).toEqual(expected)
    expect(mine.save.get().kind).toBe('saved')
  })
})

describe('the word and the caret', () => {
  const compose = async (letter: number) => {
    await render(<Field session={mine} id={field} name="Anna" />)
    await caretAtLetter(letter)
    await inputMethod.compose('hul')
  }

  it('a composed word is in the plan and saved while the word is open, also when its paragraph is gone', async () => {
    await compose(11)
    await otherEdits(edits['removed'] as Edit)
    await expect.poll(() => textOf(hers)).toEqual(['Eerste', 'hulzorg', 'Laatste'])
    await inputMethod.compose('hulp')
    await expect.poll(() => textOf(hers)).toEqual(['Eerste', 'hulpzorg', 'Laatste'])
    await expect.poll(() => mine.save.get().kind).toBe('saved')
    expect(shown()).toEqual(['Eerste', 'Wij bieden hulpzorg', 'Laatste'])
  })

  it('the same edit again and again: each takes the word along', async () => {
    await compose(15)
    await otherEdits(edits['wrapped in a list'] as Edit)
    await inputMethod.compose('hulp')
    await otherEdits(edits['made a heading'] as Edit)
    await inputMethod.insert('hulp')
    vi.advanceTimersByTime(1_000)
    await inputMethod.insert('en')
    await expect.poll(shown).toEqual(['Eerste', 'Wij bieden zorghulpen', 'Laatste'])
    await expect.poll(() => textOf(hers)).toEqual(textOf(mine))
  })

  it('a word that is only open is no work to keep: a removed paragraph stays removed', async () => {
    await render(<Field session={mine} id={field} name="Anna" />)
    await caretAtLetter(15)
    const text = box().element()
    text.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    await otherEdits(edits['removed'] as Edit)
    text.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    vi.advanceTimersByTime(1_000)
    await expect.poll(shown).toEqual(['Eerste', 'Laatste'])
    await inputMethod.insert('!')
    await expect.poll(shown).toEqual(['Eerste!', 'Laatste'])
  })

  it('other parts of the plan do not wait for the word', async () => {
    await compose(15)
    hers.change((doc) => setValue(doc, 'gemeente', 'Zwolle'))
    await expect.poll(() => mine.content.get().values['gemeente']).toBe('Zwolle')
    await inputMethod.insert('hulp')
    await expect.poll(shown).toEqual(['Eerste', 'Wij bieden zorghulp', 'Laatste'])
  })

  it('undo takes the word back, and nothing of the other user', async () => {
    await compose(15)
    await otherEdits(edits['removed'] as Edit)
    await inputMethod.insert('hulp')
    vi.advanceTimersByTime(1_000)
    await expect.poll(shown).toEqual(['Eerste', 'zorghulp', 'Laatste'])
    mine.undo.undo()
    await expect.poll(shown).toEqual(['Eerste', 'Laatste'])
    await expect.poll(() => textOf(hers)).toEqual(['Eerste', 'Laatste'])
  })

  it('the screen goes away while a word is open: its letters are in the plan', async () => {
    await compose(15)
    await otherEdits(edits['made bold'] as Edit)
    await inputMethod.compose('hulp')
    await render(<p>Een andere pagina</p>)
    await expect.poll(() => textOf(hers)).toEqual(['Eerste', 'Wij bieden zorghulp', 'Laatste'])
  })

  it.each(
    Object.keys(edits).flatMap((edit) =>
      Object.entries(places).map(([place, letter]) => ({ edit, place, letter })),
    ),
  )(
    'a caret without a composition stays at its letter: $edit, $place',
    async ({ edit, letter }) => {
      const { after: linesAfter } = edits[edit] as Edit
      await render(<Field session={mine} id={field} name="Anna" />)
      await caretAtLetter(letter)
      const line = `${lines[1]?.slice(0, letter)}_${lines[1]?.slice(letter)}`
      await otherEdits(edits[edit] as Edit)
      const isGone = edit === 'removed' || edit === 'all replaced'
      await expect.poll(shown).toEqual(
        linesAfter(line)
          .map((text) => text.replace('_', ''))
          .filter((text) => !isGone || !line.includes(text)),
      )
      await userEvent.keyboard('_')
      await expect.poll(() => shown().join('\n')).toContain('_')
      if (isGone) expect(shown()[0]).toBe(edit === 'removed' ? 'Eerste_' : 'Anders_')
      else expect(shown()).toEqual(linesAfter(line))
    },
  )
})
