import { Editor } from '@tiptap/core'
import { TableKit } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { box, type OneField, openOneField, shapeOf, textOf } from '#tests/support/one-field.tsx'
import { Field } from '#tests/support/two-people.tsx'

let plan: OneField
beforeEach(async () => {
  plan = await openOneField()
})
afterEach(() => {
  plan.mine.close()
  plan.hers.close()
})

describe('lists and tables with the permissive schema', () => {
  it('a list behaves as writers know it', async () => {
    await render(<Field session={plan.mine} id="netwerk" name="Anna" />)
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('- een{Enter}twee')
    expect(shapeOf(plan.mine, 'netwerk')).toEqual([
      ['bulletList', ['listItem', 'paragraph'], ['listItem', 'paragraph']],
    ])
    await userEvent.keyboard('{Tab}')
    expect(shapeOf(plan.mine, 'netwerk')).toEqual([
      ['bulletList', ['listItem', 'paragraph', ['bulletList', ['listItem', 'paragraph']]]],
    ])
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
    expect(shapeOf(plan.mine, 'netwerk')).toEqual([
      ['bulletList', ['listItem', 'paragraph'], ['listItem', 'paragraph']],
    ])
    await userEvent.keyboard('{Enter}{Enter}na')
    expect(shapeOf(plan.mine, 'netwerk')).toEqual([
      ['bulletList', ['listItem', 'paragraph'], ['listItem', 'paragraph']],
      'paragraph',
    ])
    expect(textOf(plan.mine, 'netwerk')).toBe('een\ntwee\nna')
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
    await render(<Field session={plan.mine} id="netwerk" name="Anna" />)
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
        <Field session={plan.mine} id="netwerk" name="Anna" />
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
    await render(plan.pair())
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toBe(box('Joke').element())
  })
})
