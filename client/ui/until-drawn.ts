import { isDrawing } from './drawing.ts'

/** Half a second: enough for React to render and for a closing menu to return the focus. */
const frames = 30

/**
 * Calls `attempt` now and at each frame until it returns true, while parts of the page still have to render and for half a
 * second after that; then it reports that it gave up.
 */
export function untilDrawn(attempt: () => boolean, onGivenUp: () => void = () => undefined): void {
  let left = frames
  const tryOnce = () => {
    if (attempt()) return
    if (isDrawing() || left-- > 0) requestAnimationFrame(tryOnce)
    else onGivenUp()
  }
  tryOnce()
}
