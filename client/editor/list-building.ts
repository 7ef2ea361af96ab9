/** One item as Office describes it: flat, with a level. */
export type ListItem = {
  /** From 1. */
  level: number
  isOrdered: boolean
  /** The number of the item, for the first item of a list. */
  start: number
  /** Which list it belongs to: two numbered lists may follow each other directly. */
  list: string
  content: Node[]
}

type Open = { element: HTMLElement; list: string; isOrdered: boolean }

/** Flat items as nested lists; more than one when the kind of list changes at the first level. */
export function listsOf(items: readonly ListItem[]): HTMLElement[] {
  const roots: HTMLElement[] = []
  const open: Open[] = []
  for (const item of items) {
    // An item can be at most one level deeper than the item before it.
    const level = Math.max(1, Math.min(item.level, open.length + 1))
    open.length = Math.min(open.length, level)
    const top = open.at(-1)
    if (
      top !== undefined &&
      open.length === level &&
      (top.isOrdered !== item.isOrdered || (item.isOrdered && top.list !== item.list))
    )
      open.pop()
    if (open.length < level) {
      const element = document.createElement(item.isOrdered ? 'ol' : 'ul')
      if (item.isOrdered && item.start > 1) element.setAttribute('start', String(item.start))
      const parent = open.at(-1)?.element.lastElementChild
      if (parent === null || parent === undefined) roots.push(element)
      else parent.append(element)
      open.push({ element, list: item.list, isOrdered: item.isOrdered })
    }
    const made = document.createElement('li')
    made.append(...item.content)
    open.at(-1)?.element.append(made)
  }
  return roots
}
