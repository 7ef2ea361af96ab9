import { isDrawing } from './drawing.ts'

/** Half a second: enough for React to render and for a closing menu to return the focus. */
const frames = 30

/**
 * Tries now and at each frame until `attempt` says that it went, as long as parts of the page are still to come and for half
 * a second after that; then it tells that it gave up.
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
