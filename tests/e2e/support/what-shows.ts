import type { Page } from '@playwright/test'

/** The visible state of a plan on a screen, by place: texts, cells, order of rows, totals, progress, comments, highlights. */
export type Shown = Readonly<Record<string, string>>

/** State of one screen only: refused text in a cell until it is corrected, and a comment that its writer is editing. */
const theirOwn = '(their own)'

export function whatShows(page: Page): Promise<Shown> {
  return page.evaluate((own) => {
    const shown: Record<string, string> = {}
    const add = (name: string, text: string) => {
      shown[name] = `${shown[name] ?? ''}${text}`
    }
    const contentOf = (input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement) => {
      if (input.getAttribute('aria-invalid') === 'true') return own
      return input instanceof HTMLInputElement &&
        (input.type === 'checkbox' || input.type === 'radio')
        ? String(input.checked)
        : input.value
    }
    for (const element of document.querySelectorAll('[data-place]')) {
      const place = element.getAttribute('data-place') ?? ''
      if (place.startsWith('row/')) add('rows', ` ${place}`)
      if (!/^(cell|field|value)\//.test(place)) continue
      const text: (Element & { editor?: { getJSON(): unknown } }) | null = element.matches(
        '.ProseMirror',
      )
        ? element
        : element.querySelector('.ProseMirror')
      if (text?.editor !== undefined) shown[`${place} text`] = JSON.stringify(text.editor.getJSON())
      const input = element.matches('input, select, textarea')
        ? element
        : element.querySelector('input, select, textarea')
      if (
        input instanceof HTMLInputElement ||
        input instanceof HTMLSelectElement ||
        input instanceof HTMLTextAreaElement
      )
        shown[place] = contentOf(input)
    }
    for (const mark of document.querySelectorAll('.comment-mark')) {
      const words = mark.cloneNode(true) as Element
      for (const caret of words.querySelectorAll('[class*=caret]')) caret.remove()
      add(
        `mark ${mark.getAttribute('data-thread')}`,
        words.textContent?.replaceAll('\u2060', '') ?? '',
      )
    }
    for (const thread of document.querySelectorAll('.comments article')) {
      const part = (selector: string) => thread.querySelector(selector)?.textContent ?? ''
      const id = thread.getAttribute('data-thread-card')
      add(`thread ${id}`, [part('button'), part('blockquote'), part('.thread__orphan')].join(' | '))
      add(
        `said in ${id}`,
        thread.querySelector('.comment textarea') === null
          ? part('.comment__body, .comment__deleted')
          : own,
      )
    }
    for (const item of document.querySelectorAll('.outline li'))
      add('outline', `${item.textContent} `)
    add('totals', document.querySelector('.budget-bar')?.textContent ?? '')
    return shown
  }, theirOwn)
}

/** A card offers its empty fields by name; which of them a person took up is their own. */
const said = (shown: Shown, name: string): string => {
  const text = shown[name] ?? ''
  return text === emptyText ? '' : text
}
const emptyText = JSON.stringify({ type: 'doc', content: [{ type: 'paragraph' }] })

/** The places at which two screens differ, with both values. */
export function differences(one: Shown, other: Shown): string[] {
  const isTheirOwn = (name: string) => one[name] === theirOwn || other[name] === theirOwn
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => said(one, name) !== said(other, name) && !isTheirOwn(name))
    .map((name) => `${name}: ${one[name]} / ${other[name]}`)
}
