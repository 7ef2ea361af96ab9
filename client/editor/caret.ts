import type { DecorationAttrs } from '@tiptap/pm/view'
import './field-editor.css'

/** Someone else's caret, with their name and discipline on it. */
export function renderCaret(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'caret'
  caret.style.setProperty('--caret', String(user['color']))
  const label = document.createElement('span')
  label.className = 'caret-label'
  // As text it would be found, copied and read out in the middle of the sentence.
  label.dataset['name'] = String(user['name'])
  caret.setAttribute('aria-hidden', 'true')
  // Word joiners: without them browsers break the line, or put the cursor, inside the caret.
  caret.append('\u2060', label, '\u2060')
  return caret
}

export function renderSelection(user: Record<string, unknown>): DecorationAttrs {
  return { class: 'caret-selection', style: `--caret: ${String(user['color'])}` }
}
