import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { anna, joke } from '#tests/support/fixtures.ts'
import type { PlanServer } from '#tests/support/plan-server.ts'
import { Field, join, planServer } from '#tests/support/two-people.tsx'
import type { EditableSession } from '../sync/session/session.ts'
import { EditorToolbar } from './toolbar.tsx'

let server: PlanServer
let mine: EditableSession
let hers: EditableSession

beforeEach(async () => {
  server = planServer({ values: {}, fields: { themasInleiding: 'Ouderen', netwerk: 'Netwerk' } })
  mine = await join(server, anna)
  hers = await join(server, joke)
})
afterEach(() => {
  mine.close()
  hers.close()
})

const box = (name: string) => page.getByRole('textbox', { name, exact: true })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = (session: EditableSession, id: string): RichNode =>
  session.content.get().fields[id] ?? { type: 'doc' }
const table = (session: EditableSession) =>
  field(session, 'netwerk').content?.find((node) => node.type === 'table')
/** Cells of each row. */
const size = (session: EditableSession) =>
  table(session)?.content?.map((row) => row.content?.length ?? 0)
const marksOf = (session: EditableSession, id: string) =>
  field(session, id).content?.[0]?.content?.map((node) => node.marks)

const screen = () => (
  <>
    <EditorToolbar session={mine} />
    <Field session={mine} id="themasInleiding" name="Inleiding" />
    <Field session={mine} id="netwerk" name="Netwerk" />
  </>
)

describe('the toolbar', () => {
  it('waits for a text, acts on the one with focus and shows its state', async () => {
    await render(screen())
    await expect.element(button('Vet')).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(box('Netwerk'))
    await expect.element(button('Vet')).not.toHaveAttribute('aria-disabled')
    await userEvent.keyboard('{Control>}a{/Control}')
    await userEvent.click(button('Vet'))
    await expect.element(button('Vet')).toHaveAttribute('aria-pressed', 'true')
    expect(document.activeElement).toBe(box('Netwerk').element())
    expect(marksOf(mine, 'netwerk')).toEqual([[{ type: 'bold' }]])
    expect(marksOf(mine, 'themasInleiding')).toEqual([undefined])
    await userEvent.click(box('Inleiding'))
    await expect.element(button('Vet')).toHaveAttribute('aria-pressed', 'false')
    await userEvent.click(button('Ongedaan maken'))
    expect(marksOf(mine, 'netwerk')).toEqual([undefined])
  })

  it('is one stop for Tab, goes by arrow keys and is reached from the text', async () => {
    await render(screen())
    await userEvent.click(box('Netwerk'))
    await userEvent.keyboard('{Alt>}{F10}{/Alt}')
    await expect.element(button('Vet')).toHaveFocus()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{Enter}')
    expect(field(mine, 'netwerk').content?.[0]?.type).toBe('heading')
    await userEvent.keyboard('{Alt>}{F10}{/Alt}{End}')
    await expect.element(button('Opnieuw')).toHaveFocus()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(button('Vet')).toHaveFocus()
    await userEvent.keyboard('{Tab}')
    await expect.element(box('Inleiding')).toHaveFocus()
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
    await expect.element(button('Vet')).toHaveFocus()
  })

  it('makes links, and only ones that a plan may hold', async () => {
    await render(screen())
    await userEvent.click(box('Netwerk'))
    await userEvent.keyboard('{Control>}ak{/Control}')
    await userEvent.fill(page.getByLabelText('Adres'), 'javascript:alert(1)')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText(/Vul een webadres in/)).toBeVisible()
    await userEvent.fill(page.getByLabelText('Adres'), 'www.voorbeeld.nl')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    await expect
      .poll(() => marksOf(mine, 'netwerk'))
      .toEqual([[{ type: 'link', attrs: { href: 'https://www.voorbeeld.nl' } }]])
    await expect.element(box('Netwerk')).toHaveFocus()
    await expect.element(button('Link')).toHaveAttribute('aria-pressed', 'true')
    await userEvent.click(button('Link'))
    await userEvent.click(button('Link verwijderen'))
    await expect.poll(() => marksOf(mine, 'netwerk')).toEqual([undefined])
  })
})

describe('tables in a text', () => {
  it('are inserted, grown and shrunk', async () => {
    await render(screen())
    await userEvent.click(box('Netwerk'))
    expect(button('Rij eronder').query()).toBeNull()
    await userEvent.click(button('Tabel invoegen'))
    expect(size(mine)).toEqual([3, 3, 3])
    await userEvent.keyboard('a{Tab}b')
    await userEvent.click(button('Rij eronder'))
    await userEvent.click(button('Kolom erna'))
    await userEvent.click(button('Kolom ervoor'))
    expect(size(mine)).toEqual([5, 5, 5, 5])
    await userEvent.click(button('Rij verwijderen'))
    await userEvent.click(button('Kolom verwijderen'))
    expect(size(mine)).toEqual([4, 4, 4])
    await userEvent.click(button('Tabel verwijderen'))
    expect(table(mine)).toBeUndefined()
    expect(plainText(field(mine, 'netwerk'))).toContain('Netwerk')
  })

  it('end up the same for both when a row and a column are added at the same time, and stay as they are', async () => {
    await render(
      <>
        {screen()}
        <Field session={hers} id="netwerk" name="Netwerk Joke" />
      </>,
    )
    await userEvent.click(box('Netwerk'))
    await userEvent.click(button('Tabel invoegen'))
    await userEvent.keyboard('a')
    await expect.poll(() => size(hers)).toEqual([3, 3, 3])
    server.isDown = true
    server.drop()
    await userEvent.click(button('Rij eronder'))
    await userEvent.click(box('Netwerk Joke').getByRole('columnheader').first())
    await userEvent.click(button('Kolom erna'))
    expect([size(mine), size(hers)]).toEqual([
      [3, 3, 3, 3],
      [4, 4, 4],
    ])
    server.isDown = false
    await expect
      .poll(() => [mine.save.get().kind, hers.save.get().kind], { timeout: 10_000 })
      .toEqual(['saved', 'saved'])
    await expect.poll(() => size(hers)).toEqual(size(mine))
    const seq = await server.seq('p1')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await server.seq('p1')).toBe(seq)
    expect(size(mine)).toEqual([4, 3, 4, 4])
    await userEvent.click(box('Netwerk').getByRole('columnheader').first())
    await userEvent.keyboard('!')
    await expect
      .poll(() => [size(mine), size(hers)])
      .toEqual([
        [4, 4, 4, 4],
        [4, 4, 4, 4],
      ])
  })
})
