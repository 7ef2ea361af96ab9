/**
 * Word, Outlook and Word for the web put their lists on the clipboard as paragraphs with a drawn bullet, which would
 * arrive as text with a dot in front. They become lists here; Office-only markup is removed; the rest stays.
 */
export function cleanPastedHtml(html: string): string {
  // Copied from one of our own editors: it needs no cleaning.
  if (html.includes('data-pm-slice')) return html
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  removeJunk(body)
  nameHeadings(body)
  replaceWordLists(body)
  replaceWebLists(body)
  nestStrayLists(body)
  trimParagraphs(body)
  return body.innerHTML
}

const all = (root: ParentNode, selector: string) => [
  ...root.querySelectorAll<HTMLElement>(selector),
]
const styleOf = (element: Element) => element.getAttribute('style') ?? ''

function removeJunk(body: HTMLElement): void {
  for (const element of all(
    body,
    'style, script, meta, link, title, xml, img, svg, object, iframe, .EOP',
  ))
    element.remove()
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const found: Node[] = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const comment of found) (comment as ChildNode).remove()
  for (const element of all(body, '*')) {
    // `<o:p>`, `<w:sdt>` and the like: elements of Office, of which only the text is kept.
    if (element.localName.includes(':')) element.replaceWith(...element.childNodes)
    else if (/mso-(spacerun|tab-count)/.test(styleOf(element))) element.replaceWith(' ')
  }
  // A link is underlined already.
  for (const element of all(body, 'a u')) element.replaceWith(...element.childNodes)
  for (const element of all(body, 'a span')) element.style.removeProperty('text-decoration')
}

function nameHeadings(body: HTMLElement): void {
  for (const element of all(body, '[role=heading], .MsoTitle')) {
    const level = Math.min(Math.max(Number(element.getAttribute('aria-level') ?? 1), 1), 3)
    if (element.localName === 'p' || element.localName === 'div') rename(element, `h${level}`)
  }
  for (const element of all(body, 'h4, h5, h6')) rename(element, 'h3')
}

function rename(element: Element, name: string): void {
  const renamed = document.createElement(name)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}

const listStyle = /mso-list:\s*(l\d+)\s+level(\d+)(\s+lfo\d+)?/i
const isListParagraph = (element: Element) =>
  element.localName === 'p' && listStyle.test(styleOf(element))

function replaceWordLists(body: HTMLElement): void {
  for (const first of all(body, 'p')) {
    if (!first.isConnected || !isListParagraph(first)) continue
    const items: ListItem[] = []
    let next: Element | null = first
    const used: Element[] = []
    while (next !== null) {
      if (isListParagraph(next)) items.push(wordItem(next))
      // A second paragraph in an item bears the list's style, but no bullet.
      else if (/^MsoListParagraph/.test(next.className) && !isBlank(next))
        items.at(-1)?.content.push(paragraph(next))
      else if (!(/^MsoListParagraph/.test(next.className) && isBlank(next))) break
      used.push(next)
      next = next.nextElementSibling
    }
    first.before(...listsOf(items))
    for (const element of used) element.remove()
  }
}

function wordItem(element: Element): ListItem {
  const [, list = '', level = '1', override = ''] = listStyle.exec(styleOf(element)) ?? []
  const drawn = all(element, '[style*="mso-list"]').find((part) =>
    /mso-list:\s*ignore/i.test(styleOf(part)),
  )
  const marker = (drawn?.textContent ?? '').replace(/[\s\u00a0]+/g, '')
  // The bullet often lies in a span of its own, for its font.
  const outer = drawn?.parentElement
  if (
    outer !== undefined &&
    outer !== null &&
    outer !== element &&
    outer.textContent === drawn?.textContent
  )
    outer.remove()
  else drawn?.remove()
  const number = /^\(?(\d+|[a-z]{1,2}|[ivxl]+)[.)]/i.exec(marker)
  return {
    level: Number(level),
    isOrdered: number !== null,
    start: Number(number?.[1]) || 1,
    list: `${list}${override}`,
    content: [paragraph(element)],
  }
}

/** Word for the web: every item in a list of its own, with its level in an attribute. */
function replaceWebLists(body: HTMLElement): void {
  const wrapperOf = (item: Element) => item.closest('.ListContainerWrapper') ?? item.parentElement
  for (const item of all(body, 'li[data-aria-level]')) {
    const first = wrapperOf(item)
    if (first === null || !first.isConnected || !item.isConnected) continue
    const items: ListItem[] = []
    const used: Element[] = []
    for (let next: Element | null = first; next !== null; next = next.nextElementSibling) {
      const inside = all(next, 'li[data-aria-level]')
      if (inside.length === 0) break
      items.push(...inside.map(webItem))
      used.push(next)
    }
    first.before(...listsOf(items))
    for (const element of used) element.remove()
  }
}

function webItem(item: HTMLElement): ListItem {
  const list = item.parentElement
  const isOrdered = list?.localName === 'ol'
  const content = [...item.childNodes].filter(
    (child) => !(child instanceof Element && ['ul', 'ol'].includes(child.localName)),
  )
  // Items of one list share a start number, by which a new list is recognised.
  const start = Number(list?.getAttribute('start') ?? 1)
  return {
    level: Number(item.dataset['ariaLevel'] ?? 1),
    isOrdered,
    start,
    list: item.dataset['listid'] ?? '',
    content,
  }
}

/** Google Docs and old Outlook put a nested list beside the item it belongs to. */
function nestStrayLists(body: HTMLElement): void {
  for (const list of all(body, 'ul > ul, ul > ol, ol > ul, ol > ol')) {
    const item = list.previousElementSibling
    if (item?.localName === 'li') item.append(list)
    else {
      const own = document.createElement('li')
      list.before(own)
      own.append(list)
    }
  }
}

/** Word draws empty lines with a space; a cell or item without a paragraph could hold no caret. */
function trimParagraphs(body: HTMLElement): void {
  for (const element of all(body, 'p')) {
    if (!isBlank(element)) continue
    if (element.parentElement?.closest('td, th, li') === null) element.remove()
    else element.replaceChildren()
  }
  for (const element of all(body, 'td, th, li')) {
    if (element.children.length === 0 && isBlank(element))
      element.replaceChildren(document.createElement('p'))
  }
}

function isBlank(element: Element): boolean {
  return (
    (element.textContent ?? '').replace(/[\s\u00a0]/g, '') === '' &&
    element.querySelector('table, br, hr') === null
  )
}

function paragraph(element: Element): HTMLElement {
  const made = document.createElement('p')
  made.append(...element.childNodes)
  return made
}

/** One item as Office describes it: flat, with a level. */
type ListItem = {
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
function listsOf(items: readonly ListItem[]): HTMLElement[] {
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
