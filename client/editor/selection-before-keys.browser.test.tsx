import { afterEach, beforeEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { plainText } from '#shared/richtext/plain-text.ts'
import { anna } from '#tests/support/fixtures.ts'
import type { PlanServer } from '#tests/support/plan-server.ts'
import { Field, join, planServer } from '#tests/support/two-people.tsx'
import type { EditableSession } from '../sync/session/session.ts'

let server: PlanServer
let mine: EditableSession

beforeEach(async () => {
  server = planServer({ values: {}, fields: { themasInleiding: 'Kwetsbare ouderen' } })
  mine = await join(server, anna)
})
afterEach(() => mine.close())

it('a key acts on what is seen to be selected, also when the browser has yet to tell that the selection changed', async () => {
  await render(<Field session={mine} id="themasInleiding" name="Anna" />)
  const box = page.getByRole('textbox', { name: 'Anna', exact: true })
  await userEvent.click(box)
  const words = document.createTreeWalker(box.element(), NodeFilter.SHOW_TEXT).nextNode()
  if (words === null) throw new Error('no words')
  // In one turn, as when a busy browser dispatches two keys at once: its selection event comes after both.
  getSelection()?.setBaseAndExtent(words, 0, words, 'Kwetsbare '.length)
  box
    .element()
    .dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Delete', keyCode: 46, bubbles: true, cancelable: true }),
    )
  const { themasInleiding } = mine.content.get().fields
  expect(themasInleiding && plainText(themasInleiding)).toBe('ouderen')
})
