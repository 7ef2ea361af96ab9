import { findBarAttribute } from '../find/find-bar-attribute.ts'

const isCommand = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.defaultPrevented

const within = (event: KeyboardEvent, selector: string) =>
  event.target instanceof Element && event.target.closest(selector) !== null

const dialogs = '[role=dialog], [role=alertdialog]'

/** A dialog covers the plan, and anyone who presses it in the search wants the browser's own. */
export function isFindKey(event: KeyboardEvent): boolean {
  return (
    isCommand(event) &&
    !event.shiftKey &&
    event.key.toLowerCase() === 'f' &&
    !within(event, `[${findBarAttribute}], ${dialogs}`)
  )
}

/** In a text with selected words it makes a link of them, and the editor takes it. */
export function isPaletteKey(event: KeyboardEvent): boolean {
  return (
    isCommand(event) &&
    !event.shiftKey &&
    event.key.toLowerCase() === 'k' &&
    !within(event, dialogs)
  )
}
