import type { Page } from '@playwright/test'

/** What a screen shows of a plan, by place: texts, cells, order of rows, totals, progress, comments and their marks. */
export type Shown = Readonly<Record<string, string>>

/** A cell whose text is refused keeps it for its writer alone, until that is corrected. */
const refused = '(refused)'

export function whatShows(page: Page): Promise<Shown> {
  return page.evaluate((refusedText) => {
    const shown: Record<string, string> = {}
    const add = (name: string, text: string) => {
      shown[name] = `${shown[name] ?? ''}${text}`
    }
    const contentOf = (input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement) => {
      if (input.getAttribute('aria-invalid') === 'true') return refusedText
      return input instanceof HTMLInputElement && (input.type === 'checkbox' || input.type === 'radio') ? String(input.checked) : input.value
    }
    for (const element of document.querySelectorAll('[data-place]')) {
      const place = element.getAttribute('data-place') ?? ''
      if (place.startsWith('row/')) add('rows', ` ${place}`)
      if (!/^(cell|field|value)\//.test(place)) continue
      const text: (Element & { editor?: { getJSON(): unknown } }) | null = element.matches('.ProseMirror') ? element : element.querySelector('.ProseMirror')
      if (text?.editor !== undefined) shown[`${place} text`] = JSON.stringify(text.editor.getJSON())
      const input = element.matches('input, select, textarea') ? element : element.querySelector('input, select, textarea')
      if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement || input instanceof HTMLTextAreaElement) shown[place] = contentOf(input)
    }
    for (const mark of document.querySelectorAll('.comment-mark')) {
      const words = mark.cloneNode(true) as Element
      for (const caret of words.querySelectorAll('[class*=caret]')) caret.remove()
      add(`mark ${mark.getAttribute('data-thread')}`, words.textContent?.replaceAll('\u2060', '') ?? '')
    }
    for (const thread of document.querySelectorAll('.comments article')) {
      const part = (selector: string) => thread.querySelector(selector)?.textContent ?? ''
      add(`thread ${part('p:not(.thread__orphan)')}`, [part('button'), part('blockquote'), part('.thread__orphan')].join(' | '))
    }
    for (const item of document.querySelectorAll('.outline li')) add('outline', `${item.textContent} `)
    add('totals', document.querySelector('.budget-bar')?.textContent ?? '')
    return shown
  }, refused)
}

/** Where two screens differ, with what either shows. */
export function differences(one: Shown, other: Shown): string[] {
  const isRefused = (name: string) => one[name] === refused || other[name] === refused
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name] && !isRefused(name)).map((name) => `${name}: ${one[name]} / ${other[name]}`)
}
