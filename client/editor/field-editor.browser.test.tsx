import { Editor } from '@tiptap/core'
import { TableKit } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'
import { StrictMode, useState } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import * as Y from 'yjs'
import { tableOf } from '#shared/format/lookup.ts'
import type { Table } from '#shared/format/schema.ts'
import { fieldFragment } from '#shared/plan/layout.ts'
import { addRow, setCell } from '#shared/plan/rows.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import { anna, format, joke } from '#tests/support/fixtures.ts'
import type { PlanServer } from '#tests/support/plan-server.ts'
import { Cell, Field, join, planServer } from '#tests/support/two-people.tsx'
import type { EditableSession } from '../sync/session/session.ts'
import { selectedWords } from './comment-highlights.ts'

let server: PlanServer
let mine: EditableSession
let hers: EditableSession

beforeEach(async () => {
  server = planServer({ values: {}, fields: { themasInleiding: 'Ouderen' } })
  mine = await join(server, anna)
  hers = await join(server, joke)
})
afterEach(() => {
  mine.close()
  hers.close()
})

const box = (name: string) => page.getByRole('textbox', { name, exact: true })
/** The words on the screen, without carets. */
const shownIn = (name: string) => box(name).element().textContent?.replaceAll('\u2060', '')
const caretIn = (name: string) =>
  box(name).element().querySelector<HTMLElement>('.caret-label')?.dataset['name']
const textOf = (session: EditableSession, id = 'themasInleiding') =>
  plainText(session.content.get().fields[id] ?? { type: 'doc' })
const nodesOf = (session: EditableSession, id = 'themasInleiding') =>
  session.content.get().fields[id]?.content
const shape = (node: { type: string; content?: { type: string }[] }): unknown =>
  node.content === undefined || node.type === 'paragraph'
    ? node.type
    : [node.type, ...node.content.map(shape)]
const shapeOf = (session: EditableSession, id = 'themasInleiding') =>
  (nodesOf(session, id) ?? []).map(shape)

/** Edits as another client would, without a screen. */
function appendWords(words: string): void {
  const text = fieldFragment(mine.doc, 'themasInleiding').get(0)
  const last = text instanceof Y.XmlElement ? text.get(0) : undefined
  if (!(last instanceof Y.XmlText)) throw new Error('no text')
  last.insert(last.length, words)
}

const pair = () => (
  <>
    <Field session={mine} id="themasInleiding" name="Anna" />
    <Field session={hers} id="themasInleiding" name="Joke" />
  </>
)

describe('one text, two people', () => {
  it('both see what either types', async () => {
    await render(pair())
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('{End} thuis')
    await expect.element(box('Joke')).toHaveTextContent('Ouderen thuis')
    await userEvent.click(box('Joke'))
    await userEvent.keyboard('{Home}Kwetsbare ')
    await expect.poll(() => shownIn('Anna')).toBe('Kwetsbare Ouderen thuis')
  })

  it('an empty text takes the first words, once, and opening it changes nothing', async () => {
    const before = await server.seq('p1')
    await render(
      <>
        <Field session={mine} id="netwerk" name="Anna" />
        <Field session={hers} id="netwerk" name="Joke" />
      </>,
    )
    await expect.element(box('Anna')).toBeVisible()
    expect(await server.seq('p1')).toBe(before)
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('Eerste')
    await expect.element(box('Joke')).toHaveTextContent('Eerste')
    expect(shapeOf(mine, 'netwerk')).toEqual(['paragraph'])
    await userEvent.keyboard('{Enter}Tweede')
    expect(shapeOf(mine, 'netwerk')).toEqual(['paragraph', 'paragraph'])
    await userEvent.keyboard('{Control>}a{/Control}{Backspace}Opnieuw')
    await expect.element(box('Joke')).toHaveTextContent('Opnieuw')
    expect(shapeOf(hers, 'netwerk')).toEqual(['paragraph'])
  })

  it('an empty text shows what may be written, and takes words that come by keyboard alone', async () => {
    await render(<Field session={mine} id="netwerk" name="Anna" />)
    expect(box('Anna').element().getAttribute('data-placeholder')).toBe('Schrijf hier')
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toBe(box('Anna').element())
    await userEvent.keyboard('x')
    await expect.poll(() => textOf(mine, 'netwerk')).toBe('x')
    expect(box('Anna').element().getAttribute('data-placeholder')).toBeNull()
    expect(shapeOf(mine, 'netwerk')).toEqual(['paragraph'])
  })

  it('the caret of the other shows with name and discipline, in its own text only', async () => {
    await render(
      <>
        {pair()}
        <Field session={mine} id="netwerk" name="Anna elders" />
      </>,
    )
    await userEvent.click(box('Joke'))
    await expect.poll(() => caretIn('Anna')).toBe('Joke Bakker · Wijkverpleging')
    expect([caretIn('Anna elders'), caretIn('Joke')]).toEqual([undefined, undefined])
    expect(mine.people.get().find((person) => person.userId === 'joke')?.place).toEqual({
      field: 'themasInleiding',
    })
    await userEvent.click(box('Anna'))
    await expect.poll(() => caretIn('Anna')).toBeUndefined()
  })

  it('a caret stays when another text is taken off the screen', async () => {
    const view = (isShown: boolean) => (
      <>
        {pair()}
        {isShown && <Field session={hers} id="netwerk" name="Joke elders" />}
      </>
    )
    const screen = await render(view(true))
    await userEvent.click(box('Joke'))
    await expect.poll(() => caretIn('Anna')).toContain('Joke Bakker')
    await screen.rerender(view(false))
    expect(box('Joke elders').query()).toBeNull()
    // A message that removes the caret would have been sent before this one.
    await userEvent.keyboard('!')
    await expect.poll(() => shownIn('Anna')).toContain('!')
    expect(caretIn('Anna')).toContain('Joke Bakker')
  })

  it('a commenter selects words with the keyboard, and never beyond the text', async () => {
    const commenter = await join(server, { ...joke, id: 'wijkpartner' }, 'commenter')
    await render(
      <>
        <Field session={commenter} id="themasInleiding" name="Wijkpartner" isEditable={false} />
        <p>Een volgende tekst</p>
      </>,
    )
    appendWords(' wonen thuis')
    await expect.poll(() => shownIn('Wijkpartner')).toBe('Ouderen wonen thuis')
    const text = box('Wijkpartner').element() as HTMLElement
    const chosen = () => selectedWords(text)?.range.quote.trim()
    text.focus()
    await userEvent.keyboard('{ArrowRight}')
    await expect.poll(chosen).toBe('Ouderen')
    await userEvent.keyboard('{ArrowRight}{Shift>}{ArrowRight}{/Shift}')
    await expect.poll(chosen).toBe('wonen thuis')
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{Shift>}{ArrowDown}{/Shift}')
    expect(text.contains(getSelection()?.focusNode ?? null)).toBe(true)
    await userEvent.keyboard('{ArrowLeft}')
    await expect.poll(chosen).toBe('Ouderen')
    expect(textOf(commenter)).toBe('Ouderen wonen thuis')
    commenter.close()
  })

  it('a reader changes nothing', async () => {
    const reader = await join(server, { ...joke, id: 'lezer' }, 'reader')
    await render(<Field session={reader} id="themasInleiding" name="Lezer" isEditable={false} />)
    const before = await server.seq('p1')
    await userEvent.click(box('Lezer'))
    await userEvent.keyboard('abc')
    expect(textOf(reader)).toBe('Ouderen')
    expect(await server.seq('p1')).toBe(before)
    expect(box('Lezer').element().getAttribute('aria-readonly')).toBe('true')
    reader.close()
  })
})

describe('for screen readers', () => {
  it('a text has its name from the moment it is on the page', async () => {
    const names: (string | null)[] = []
    const texts = document.getElementsByClassName('ProseMirror')
    // Called after the commit to the page, before the effects that React defers.
    const watch = new MutationObserver(() =>
      names.push(...[...texts].map((text) => text.getAttribute('aria-label'))),
    )
    watch.observe(document.body, { childList: true, subtree: true })
    let show: () => void = () => undefined
    function Later() {
      const [isThere, setIsThere] = useState(false)
      show = () => setIsThere(true)
      return isThere && <Field session={mine} id="netwerk" name="Anna" />
    }
    await render(<Later />)
    // In a task of its own, as for a part of a plan: `render` would wait for the deferred effects.
    setTimeout(show)
    await expect.poll(() => texts.length).toBe(1)
    watch.disconnect()
    expect(new Set(names)).toEqual(new Set(['Anna']))
  })
})

describe('undo', () => {
  it('takes back only my own work, across text, cell and row', async () => {
    await render(pair())
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('{End} thuis')
    await expect.element(box('Joke')).toHaveTextContent('Ouderen thuis')
    await userEvent.click(box('Joke'))
    await userEvent.keyboard('{Home}Kwetsbare ')
    await expect.poll(() => shownIn('Anna')).toBe('Kwetsbare Ouderen thuis')
    const themes = tableOf(format, 'themes') as Table
    mine.change((doc) => addRow(doc, themes, { id: 'jeugd' }))
    mine.change((doc) => setCell(doc, 'themes', 'jeugd', 'title', 'Jeugd'))
    mine.undo.undo()
    expect(mine.content.get().tables['themes']?.map((row) => row['title'])).toEqual([null])
    mine.undo.undo()
    expect(mine.content.get().tables['themes']).toEqual([])
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.poll(() => shownIn('Joke')).toBe('Kwetsbare Ouderen')
    expect(textOf(mine)).toBe('Kwetsbare Ouderen')
    expect(mine.undo.state.get()).toEqual({ canUndo: false, canRedo: true })
    await userEvent.keyboard('{Control>}y{/Control}')
    expect(textOf(mine)).toBe('Kwetsbare Ouderen thuis')
  })

  it.each([false, true])(
    'still works after texts were taken off the screen and put back (strict mode: %s)',
    async (isStrict) => {
      const wrap = (node: React.ReactNode) => (isStrict ? <StrictMode>{node}</StrictMode> : node)
      const one = <Field key="one" session={mine} id="themasInleiding" name="Een" />
      const two = <Field key="two" session={mine} id="netwerk" name="Twee" />
      const screen = await render(wrap([one, two]))
      await userEvent.click(box('Twee'))
      await userEvent.keyboard('weg')
      for (let i = 0; i < 3; i++) {
        await screen.rerender(wrap([one]))
        await screen.rerender(wrap([one, two]))
      }
      await screen.rerender(wrap([one]))
      await userEvent.click(box('Een'))
      await userEvent.keyboard('{End} thuis')
      expect(textOf(mine)).toBe('Ouderen thuis')
      mine.undo.undo()
      expect([textOf(mine), textOf(mine, 'netwerk')]).toEqual(['Ouderen', 'weg'])
      mine.undo.undo()
      expect(textOf(mine, 'netwerk')).toBe('')
      mine.undo.redo()
      mine.undo.redo()
      expect([textOf(mine), textOf(mine, 'netwerk')]).toEqual(['Ouderen thuis', 'weg'])
    },
  )

  it('typing in two texts in a breath is two steps', async () => {
    await render([
      <Field key="one" session={mine} id="themasInleiding" name="Een" />,
      <Field key="two" session={mine} id="netwerk" name="Twee" />,
    ])
    await userEvent.click(box('Een'))
    await userEvent.keyboard('{End}!')
    await userEvent.click(box('Twee'))
    await userEvent.keyboard('?')
    mine.undo.undo()
    expect([textOf(mine), textOf(mine, 'netwerk')]).toEqual(['Ouderen!', ''])
  })

  it('covers the texts in a row that was added later', async () => {
    mine.change((doc) => addRow(doc, tableOf(format, 'themes') as Table, { id: 'jeugd' }))
    await render(<Cell session={mine} row="jeugd" column="goal" name="Doel" />)
    await userEvent.click(box('Doel'))
    await userEvent.keyboard('Minder druk')
    await expect.element(box('Doel')).toHaveTextContent('Minder druk')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(box('Doel').element().textContent).toBe('')
    expect(mine.content.get().tables['themes']).toHaveLength(1)
  })
})

describe('lists and tables with the permissive schema', () => {
  it('a list behaves as writers know it', async () => {
    await render(<Field session={mine} id="netwerk" name="Anna" />)
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('- een{Enter}twee')
    expect(shapeOf(mine, 'netwerk')).toEqual([
      ['bulletList', ['listItem', 'paragraph'], ['listItem', 'paragraph']],
    ])
    await userEvent.keyboard('{Tab}')
    expect(shapeOf(mine, 'netwerk')).toEqual([
      ['bulletList', ['listItem', 'paragraph', ['bulletList', ['listItem', 'paragraph']]]],
    ])
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
    expect(shapeOf(mine, 'netwerk')).toEqual([
      ['bulletList', ['listItem', 'paragraph'], ['listItem', 'paragraph']],
    ])
    await userEvent.keyboard('{Enter}{Enter}na')
    expect(shapeOf(mine, 'netwerk')).toEqual([
      ['bulletList', ['listItem', 'paragraph'], ['listItem', 'paragraph']],
      'paragraph',
    ])
    expect(textOf(mine, 'netwerk')).toBe('een\ntwee\nna')
  })

  it.each([
    '1. een{Enter}twee{Home}{Backspace}',
    '1. een{Enter}twee{Home}{Backspace}{Backspace}',
    '- een{Enter}twee{Enter}drie{Home}{Backspace}{Backspace}{Backspace}',
    '- een{Home}{Backspace}',
    '- een{Enter}{Tab}twee{Enter}{Enter}{Enter}na',
    '- een{Enter}{Tab}twee{Home}{Backspace}',
    '- een{Enter}twee{ArrowUp}{End}{Delete}',
    '- een{Home}{ArrowRight}{Enter}{Backspace}',
    'voor{Enter}- een{Home}{Backspace}{Backspace}',
    '- een{Control>}a{/Control}{Backspace}x',
    '- een{Enter}twee{Control>}a{/Control}{Delete}- y{Enter}z',
    '> citaat{Enter}{Enter}na',
    '> citaat{Home}{Backspace}',
    '## kop{Enter}tekst{Home}{Backspace}',
    '- a{Enter}1. b{Enter}{Enter}c',
  ])('keys as in a strict schema: %s', async (keys) => {
    const strict = document.createElement('div')
    document.body.append(strict)
    const plain = new Editor({
      element: strict,
      extensions: [StarterKit.configure({ undoRedo: false, trailingNode: false }), TableKit],
    })
    plain.view.dom.setAttribute('aria-label', 'Streng')
    await render(<Field session={mine} id="netwerk" name="Anna" />)
    for (const name of ['Anna', 'Streng']) {
      await userEvent.click(name === 'Anna' ? box(name) : plain.view.dom)
      // The browser reports a moved caret a moment later; no user types that fast.
      for (const key of keys.match(/\{.+?>\}.\{\/.+?\}|\{\w+\}|[^{]+/g) ?? []) {
        await userEvent.keyboard(key)
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      }
    }
    await expect.poll(() => box('Anna').element().innerHTML).toBe(plain.view.dom.innerHTML)
    plain.destroy()
    strict.remove()
  })

  it('Escape and Tab leave a list', async () => {
    await render(
      <>
        <Field session={mine} id="netwerk" name="Anna" />
        <button type="button">Verder</button>
      </>,
    )
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('- een{Tab}')
    expect(document.activeElement).toBe(box('Anna').element())
    await userEvent.keyboard('{Escape}{Tab}')
    await expect.element(page.getByRole('button', { name: 'Verder' })).toHaveFocus()
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
    expect(document.activeElement).toBe(box('Anna').element())
  })

  it('Tab outside lists goes to the next text', async () => {
    await render(pair())
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toBe(box('Joke').element())
  })
})
