import { flushSync } from 'react-dom'

/** A long list that renders part by part. */
export type Drawer = { drawNext: () => void; drawAll: () => void }

/** The pending lists; the first is rendered first. */
const waiting: Drawer[] = []
let timer: ReturnType<typeof setTimeout> | undefined
/** During the rendering of a part: the number of lists that it added. */
let brought: number | null = null
let isInHaste = false

/** Whether parts of the page still have to render. */
export const isDrawing = (): boolean => waiting.length > 0

/** True while all parts must be rendered at once, for printing or going to a place. */
export const drawsAtOnce = (): boolean => isInHaste

/**
 * Renders parts until the returned function is called. Each part is rendered in its own task, so that the browser paints
 * and handles keys in between. A part that itself renders in parts is finished first, so that the page grows only at its
 * end.
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

/** Renders all parts now, because the user goes to a place or prints. */
export function drawAll(): void {
  if (waiting.length === 0) return
  isInHaste = true
  for (const drawer of [...waiting]) drawer.drawAll()
}

/** The browser prints the page as it is when this returns. */
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
