import { flushSync } from 'react-dom'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { isDrawing } from '#client/ui/drawing.ts'
import { reveal } from './reveal.ts'
import { useGradually } from './use-gradually.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const total = 4

function Parts({ of = total }: { of?: number }) {
  return <p>{useGradually(of, 1)}</p>
}
/** Parts that render gradually themselves, as the sections with cards of a plan. */
function Nested() {
  const names = ['a', 'b', 'c'].slice(0, useGradually(3, 1))
  return names.map((name) => <Cards key={name} name={name} />)
}
function Cards({ name }: { name: string }) {
  return <i>{Array.from({ length: useGradually(3, 1) }, (_, at) => `${name}${at}`).join(' ')} </i>
}
const open = async () => {
  const { container, unmount } = await render(<Parts />)
  return { count: () => Number(container.textContent), unmount }
}
const goOn = () => flushSync(() => void vi.advanceTimersToNextTimer())

it('draws the first part at once, and one after the other until all are there', async () => {
  const { count } = await open()
  const counts = [count()]
  while (isDrawing()) {
    goOn()
    counts.push(count())
  }
  expect(counts).toEqual([1, 2, 3, 4])
  expect(vi.getTimerCount()).toBe(0)
})

it('draws what a part brought along before the next part: the page grows at its end', async () => {
  const { container } = await render(<Nested />)
  const seen = [container.textContent]
  while (isDrawing()) {
    goOn()
    seen.push(container.textContent)
  }
  const whole = 'a0 a1 a2 b0 b1 b2 c0 c1 c2 '
  expect(seen).toEqual([
    'a0 ',
    'a0 a1 ',
    'a0 a1 a2 ',
    'a0 a1 a2 b0 ',
    'a0 a1 a2 b0 b1 ',
    'a0 a1 a2 b0 b1 b2 ',
    'a0 a1 a2 b0 b1 b2 c0 ',
    'a0 a1 a2 b0 b1 b2 c0 c1 ',
    whole,
  ])
})

it('leaves nothing for later in what is drawn for anyone who is in haste', async () => {
  const { container } = await render(<Nested />)
  flushSync(() => reveal({ kind: 'field', field: 'netwerk' }))
  expect([container.textContent, isDrawing()]).toEqual(['a0 a1 a2 b0 b1 b2 c0 c1 c2 ', false])
  const later = await open()
  expect(later.count()).toBe(1)
})

it('was whole once: what is added shows at once', async () => {
  const screen = await render(<Parts of={1} />)
  await screen.rerender(<Parts of={3} />)
  expect([screen.container.textContent, isDrawing()]).toEqual(['3', false])
})

it('draws all for anyone who wants to go to a place', async () => {
  const { count } = await open()
  goOn()
  expect([count(), isDrawing()]).toEqual([2, true])
  flushSync(() => reveal({ kind: 'field', field: 'netwerk' }))
  expect([count(), isDrawing()]).toEqual([total, false])
})

it('has drawn all when the browser begins to print', async () => {
  const { count } = await open()
  window.dispatchEvent(new Event('beforeprint'))
  expect([count(), isDrawing()]).toEqual([total, false])
})

it('is not drawing any more when it was taken away halfway', async () => {
  const { unmount } = await open()
  expect(isDrawing()).toBe(true)
  await unmount()
  expect(isDrawing()).toBe(false)
})
