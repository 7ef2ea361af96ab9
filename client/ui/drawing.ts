import { flushSync } from 'react-dom'

/** Something long that is drawn part by part. */
export type Drawer = { drawNext: () => void; drawAll: () => void }

/** Whose turn it is first. */
const waiting: Drawer[] = []
let timer: ReturnType<typeof setTimeout> | undefined
/** While one draws: how many it brought along. */
let brought: number | null = null
let isInHaste = false

/** Whether parts of the page are still to come on the screen. */
export const isDrawing = (): boolean => waiting.length > 0

/** Whether someone waits for all of it: what comes now comes whole. */
export const drawsAtOnce = (): boolean => isInHaste

/**
 * Parts are to come until what this gives back is called. Each is drawn in a task of its own, so that the browser paints, and
 * hears what was typed, in between; what a part brings along that is drawn in parts itself goes first, so that the page
 * grows at its end alone.
 */
export function drawInParts(drawer: Drawer): () => void {
  if (brought === null) waiting.push(drawer)
  else waiting.splice(brought++, 0, drawer)
  timer ??= setTimeout(drawOne)
  window.addEventListener('beforeprint', onPrint)
  return () => {
    waiting.splice(waiting.indexOf(drawer), 1)
    if (waiting.length > 0) return
    clearTimeout(timer)
    timer = undefined
    window.removeEventListener('beforeprint', onPrint)
    isInHaste = false
  }
}

/** Someone wants to go to a place, or prints: no part waits any more. */
export function drawAll(): void {
  if (waiting.length === 0) return
  isInHaste = true
  for (const drawer of [...waiting]) drawer.drawAll()
}

/** The browser prints what is there when this returns. */
function onPrint(): void {
  flushSync(drawAll)
}

function drawOne(): void {
  timer = undefined
  brought = 0
  flushSync(() => waiting[0]?.drawNext())
  brought = null
  if (waiting.length > 0) timer ??= setTimeout(drawOne)
}
