const key = 'wijktafel:guidance'

/** Which guidance this person has open; on this device, because it is about how one works and not about the plan. */
function read(): Set<string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return new Set(Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [])
  } catch {
    return new Set()
  }
}

export function isGuidanceOpen(id: string): boolean {
  return read().has(id)
}

export function rememberGuidance(id: string, isOpen: boolean): void {
  const open = read()
  if (open.has(id) === isOpen) return
  if (isOpen) open.add(id)
  else open.delete(id)
  try {
    localStorage.setItem(key, JSON.stringify([...open]))
  } catch {
    // Without storage it is open as long as the page is.
  }
}
