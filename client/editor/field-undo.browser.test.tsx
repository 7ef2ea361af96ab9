import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { tableOf } from '#shared/format/lookup.ts'
import type { Table } from '#shared/format/schema.ts'
import { addRow, setCell } from '#shared/plan/rows.ts'
import { format } from '#tests/support/fixtures.ts'
import { box, type OneField, openOneField, shownIn, textOf } from '#tests/support/one-field.tsx'
import { Cell, Field } from '#tests/support/two-people.tsx'

let plan: OneField
beforeEach(async () => {
  plan = await openOneField()
})
afterEach(() => {
  plan.mine.close()
  plan.hers.close()
})

describe('undo', () => {
  it('takes back only my own work, across text, cell and row', async () => {
    await render(plan.pair())
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('{End} thuis')
    await expect.element(box('Joke')).toHaveTextContent('Ouderen thuis')
    await userEvent.click(box('Joke'))
    await userEvent.keyboard('{Home}Kwetsbare ')
    await expect.poll(() => shownIn('Anna')).toBe('Kwetsbare Ouderen thuis')
    const themes = tableOf(format, 'themes') as Table
    plan.mine.change((doc) => addRow(doc, themes, { id: 'jeugd' }))
    plan.mine.change((doc) => setCell(doc, 'themes', 'jeugd', 'title', 'Jeugd'))
    plan.mine.undo.undo()
    expect(plan.mine.content.get().tables['themes']?.map((row) => row['title'])).toEqual([null])
    plan.mine.undo.undo()
    expect(plan.mine.content.get().tables['themes']).toEqual([])
    await userEvent.click(box('Anna'))
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.poll(() => shownIn('Joke')).toBe('Kwetsbare Ouderen')
    expect(textOf(plan.mine)).toBe('Kwetsbare Ouderen')
    expect(plan.mine.undo.state.get()).toEqual({ canUndo: false, canRedo: true })
    await userEvent.keyboard('{Control>}y{/Control}')
    expect(textOf(plan.mine)).toBe('Kwetsbare Ouderen thuis')
  })

  it.each([false, true])(
    'still works after texts were taken off the screen and put back (strict mode: %s)',
    async (isStrict) => {
      const wrap = (node: React.ReactNode) => (isStrict ? <StrictMode>{node}</StrictMode> : node)
      const one = <Field key="one" session={plan.mine} id="themasInleiding" name="Een" />
      const two = <Field key="two" session={plan.mine} id="netwerk" name="Twee" />
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
      expect(textOf(plan.mine)).toBe('Ouderen thuis')
      plan.mine.undo.undo()
      expect([textOf(plan.mine), textOf(plan.mine, 'netwerk')]).toEqual(['Ouderen', 'weg'])
      plan.mine.undo.undo()
      expect(textOf(plan.mine, 'netwerk')).toBe('')
      plan.mine.undo.redo()
      plan.mine.undo.redo()
      expect([textOf(plan.mine), textOf(plan.mine, 'netwerk')]).toEqual(['Ouderen thuis', 'weg'])
    },
  )

  it('typing in two texts in a breath is two steps', async () => {
    await render([
      <Field key="one" session={plan.mine} id="themasInleiding" name="Een" />,
      <Field key="two" session={plan.mine} id="netwerk" name="Twee" />,
    ])
    await userEvent.click(box('Een'))
    await userEvent.keyboard('{End}!')
    await userEvent.click(box('Twee'))
    await userEvent.keyboard('?')
    plan.mine.undo.undo()
    expect([textOf(plan.mine), textOf(plan.mine, 'netwerk')]).toEqual(['Ouderen!', ''])
  })

  it('covers the texts in a row that was added later', async () => {
    plan.mine.change((doc) => addRow(doc, tableOf(format, 'themes') as Table, { id: 'jeugd' }))
    await render(<Cell session={plan.mine} row="jeugd" column="goal" name="Doel" />)
    await userEvent.click(box('Doel'))
    await userEvent.keyboard('Minder druk')
    await expect.element(box('Doel')).toHaveTextContent('Minder druk')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(box('Doel').element().textContent).toBe('')
    expect(plan.mine.content.get().tables['themes']).toHaveLength(1)
  })
})
