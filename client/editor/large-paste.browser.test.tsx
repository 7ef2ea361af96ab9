import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import { anna, joke } from '#tests/support/fixtures.ts'
import { Field, join, planServer } from '#tests/support/two-people.tsx'

function paragraph(text: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(text)])
  return element
}

test('a report pasted at once goes in in pieces, whole and in order, while someone else writes above it; one undo takes it back', async () => {
  const server = planServer({ values: {}, fields: { netwerk: 'Ervoor\n\nErna' } })
  const [here, there] = [await join(server, anna), await join(server, joke)]
  await render(<Field session={here} id="netwerk" name="Netwerk" />)
  const text = page.getByRole('textbox', { name: 'Netwerk' })
  await text.getByText('Ervoor').click()
  const editor = text.element() as HTMLElement
  const selection = getSelection()
  selection?.selectAllChildren(editor.firstElementChild as Element)
  selection?.collapseToEnd()

  const sizes: number[] = []
  here.doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== null && typeof origin === 'object' && 'ws' in origin) return
    sizes.push(update.byteLength)
    // As from the network: never in the middle of an edit.
    if (sizes.length === 2)
      setTimeout(() =>
        there.change((doc) =>
          doc.getXmlFragment('field:netwerk').insert(0, [paragraph('Van Joke')]),
        ),
      )
  })
  const lines = Array.from(
    { length: 1500 },
    (_, i) =>
      `Regel ${i} van een heel lang verslag dat iemand uit Word haalt, met alle bijlagen erbij.`,
  )
  const clipboard = new DataTransfer()
  clipboard.setData('text/html', lines.map((line) => `<p>${line}</p>`).join(''))
  here.undo.stopCapturing()
  editor.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
  )

  await expect.poll(() => editor.children.length, { timeout: 15_000 }).toBe(lines.length + 2)
  const [first = '', ...rest] = lines
  expect([...editor.children].map((line) => line.textContent)).toEqual([
    'Van Joke',
    `Ervoor${first}`,
    ...rest,
    'Erna',
  ])
  expect(sizes.length).toBeGreaterThan(4)
  expect(Math.max(...sizes)).toBeLessThan(200_000)
  here.undo.undo()
  await expect.poll(() => editor.textContent).toBe('Van JokeErvoorErna')
})

test('a pasted text without the end of a paragraph becomes several, and loses no letter (limit blockLength)', async () => {
  const server = planServer({ values: {}, fields: { netwerk: 'Ervoor' } })
  const here = await join(server, anna)
  await render(<Field session={here} id="netwerk" name="Netwerk" />)
  const text = page.getByRole('textbox', { name: 'Netwerk' })
  await text.getByText('Ervoor').click()
  const editor = text.element() as HTMLElement
  getSelection()?.selectAllChildren(editor.firstElementChild as Element)
  getSelection()?.collapseToEnd()
  const words = 'Overleg met de wijk. '.repeat(3_000).trim()
  const clipboard = new DataTransfer()
  clipboard.setData('text/plain', words)
  editor.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
  )
  await expect
    .poll(() => editor.textContent, { timeout: 15_000 })
    .toHaveLength(words.length + 'Ervoor'.length)
  for (const line of editor.children)
    expect(line.textContent?.length).toBeLessThan(limits.blockLength.max)
})
