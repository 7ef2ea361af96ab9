import { flushSync } from 'react-dom'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { isDrawing } from '../ui/until-drawn.ts'
import { reveal } from './reveal.ts'
import { useGradually } from './use-gradually.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const total = 4

function Parts() {
  return <p>{useGradually(total, 1)}</p>
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

it('draws all for who wants to go to a place', async () => {
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
