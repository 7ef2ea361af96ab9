import { expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { focusPlaceSoon } from './focus.ts'

/** More frames than the function watches. */
async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame)
}

async function open() {
  const { container } = await render(
    <>
      <input data-place="cell/budget/r1/description" />
      <input data-place="cell/budget/r2/description" />
      <button type="button">Menu</button>
    </>,
  )
  const [first, second] = container.querySelectorAll('input')
  const menu = container.querySelector('button')
  if (first === undefined || second === undefined || menu === null) throw new Error('not drawn')
  focusPlaceSoon(['cell/budget/r1/description'])
  // The focus moves in this frame, and is checked in some later ones.
  await expect.poll(() => document.activeElement, { interval: 1 }).toBe(first)
  return { first, second, menu }
}

it('takes the focus back from a menu that closes', async () => {
  const { first, menu } = await open()
  menu.focus()
  await frames(40)
  expect(document.activeElement).toBe(first)
})

it('leaves who went on to another cell where they are', async () => {
  const { second } = await open()
  second.focus()
  await frames(40)
  expect(document.activeElement).toBe(second)
})
