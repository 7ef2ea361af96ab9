export type Toast = {
  id: number
  text: string
  tone: 'plain' | 'bad'
  action?: { label: string; onPress: () => void }
}

export type NewToast = { text: string; tone?: Toast['tone']; action?: Toast['action'] }

const shownForMs = 8_000
let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/**
 * Shows a message at the foot of the screen and reads it out politely. One with an action or bad news stays until it is
 * dismissed: no user should have to be quick (WCAG 2.2.1). Returns a function that removes it.
 */
export function showToast({ text, tone = 'plain', action }: NewToast): () => void {
  const id = nextId++
  // More than three would cover the page that they report on.
  change([...toasts, { id, text, tone, ...(action === undefined ? {} : { action }) }].slice(-3))
  const dismiss = () => dismissToast(id)
  if (action === undefined && tone === 'plain') setTimeout(dismiss, shownForMs)
  return dismiss
}

export function dismissToast(id: number): void {
  if (toasts.some((toast) => toast.id === id)) change(toasts.filter((toast) => toast.id !== id))
}

export function currentToasts(): readonly Toast[] {
  return toasts
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
