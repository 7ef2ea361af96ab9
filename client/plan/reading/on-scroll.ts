/** Calls back at most once a frame while the page scrolls or changes size, until the signal says to stop. */
export function onScroll(callback: () => void, signal: AbortSignal): void {
  let frame = 0
  const soon = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0
      callback()
    })
  }
  window.addEventListener('scroll', soon, { passive: true, signal })
  window.addEventListener('resize', soon, { signal })
  signal.addEventListener('abort', () => cancelAnimationFrame(frame))
}
