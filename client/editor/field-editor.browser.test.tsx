import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { joke } from '#tests/support/fixtures.ts'
import {
  box,
  caretIn,
  type OneField,
  openOneField,
  shapeOf,
  shownIn,
  textOf,
} from '#tests/support/one-field.tsx'
import { Field, join } from '#tests/support/two-people.tsx'
import { selectedWords } from './comment-highlights.ts'

let plan: OneField
beforeEach(async () => {
  plan = await openOneField()
})
afterEach(() => {
  plan.mine.close()
  plan.hers.close()
})

describe('one text, two people', () => {
  it('both see what either types', async () => {
    await render(plan.pair())
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('{End} thuis')
    await expect.element(box('Joke')).toHaveTextContent('Ouderen thuis')
    await userEvent.click(box('Joke'))
    await userEvent.keyboard('{Home}Kwetsbare ')
    await expect.poll(() => shownIn('Anna')).toBe('Kwetsbare Ouderen thuis')
  })

  it('an empty text takes the first words, once, and opening it changes nothing', async () => {
    const before = await plan.server.seq('p1')
    await render(
      <>
        <Field session={plan.mine} id="netwerk" name="Anna" />
        <Field session={plan.hers} id="netwerk" name="Joke" />
      </>,
    )
    await expect.element(box('Anna')).toBeVisible()
    expect(await plan.server.seq('p1')).toBe(before)
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('Eerste')
    await expect.element(box('Joke')).toHaveTextContent('Eerste')
    expect(shapeOf(plan.mine, 'netwerk')).toEqual(['paragraph'])
    await userEvent.keyboard('{Enter}Tweede')
    expect(shapeOf(plan.mine, 'netwerk')).toEqual(['paragraph', 'paragraph'])
    await userEvent.keyboard('{Control>}a{/Control}{Backspace}Opnieuw')
    await expect.element(box('Joke')).toHaveTextContent('Opnieuw')
    expect(shapeOf(plan.hers, 'netwerk')).toEqual(['paragraph'])
  })

  it('an empty text shows what may be written, and takes words that come by keyboard alone', async () => {
    await render(<Field session={plan.mine} id="netwerk" name="Anna" />)
    expect(box('Anna').element().getAttribute('data-placeholder')).toBe('Schrijf hier')
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toBe(box('Anna').element())
    await userEvent.keyboard('x')
    await expect.poll(() => textOf(plan.mine, 'netwerk')).toBe('x')
    expect(box('Anna').element().getAttribute('data-placeholder')).toBeNull()
    expect(shapeOf(plan.mine, 'netwerk')).toEqual(['paragraph'])
  })

  it('the caret of the other shows with name and discipline, in its own text only', async () => {
    await render(
      <>
        {plan.pair()}
        <Field session={plan.mine} id="netwerk" name="Anna elders" />
      </>,
    )
    await userEvent.click(box('Joke'))
    await expect.poll(() => caretIn('Anna')).toBe('Joke Bakker · Wijkverpleging')
    expect([caretIn('Anna elders'), caretIn('Joke')]).toEqual([undefined, undefined])
    expect(plan.mine.people.get().find((person) => person.userId === 'joke')?.place).toEqual({
      field: 'themasInleiding',
    })
    await userEvent.click(box('Anna'))
    await expect.poll(() => caretIn('Anna')).toBeUndefined()
  })

  it('a caret stays when another text is taken off the screen', async () => {
    const view = (isShown: boolean) => (
      <>
        {plan.pair()}
        {isShown && <Field session={plan.hers} id="netwerk" name="Joke elders" />}
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
    const commenter = await join(plan.server, { ...joke, id: 'wijkpartner' }, 'commenter')
    await render(
      <>
        <Field session={commenter} id="themasInleiding" name="Wijkpartner" isEditable={false} />
        <p>Een volgende tekst</p>
      </>,
    )
    plan.appendWords(' wonen thuis')
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
    const reader = await join(plan.server, { ...joke, id: 'lezer' }, 'reader')
    await render(<Field session={reader} id="themasInleiding" name="Lezer" isEditable={false} />)
    const before = await plan.server.seq('p1')
    await userEvent.click(box('Lezer'))
    await userEvent.keyboard('abc')
    expect(textOf(reader)).toBe('Ouderen')
    expect(await plan.server.seq('p1')).toBe(before)
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
      return isThere && <Field session={plan.mine} id="netwerk" name="Anna" />
    }
    await render(<Later />)
    // In a task of its own, as for a part of a plan: `render` would wait for the deferred effects.
    setTimeout(show)
    await expect.poll(() => texts.length).toBe(1)
    watch.disconnect()
    expect(new Set(names)).toEqual(new Set(['Anna']))
  })
})
