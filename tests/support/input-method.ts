import { cdp } from 'vitest/browser'

type Devtools = { send(method: string, params: Record<string, unknown>): Promise<unknown> }

/** For browser tests: the keyboard of a phone or an input method, as Chromium itself drives it. */
export const inputMethod = {
  /** Shows letters of a word that is not finished. */
  compose: (text: string) =>
    devtools().send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    }),
  /** Finishes the word, or types without a composition. */
  insert: (text: string) => devtools().send('Input.insertText', { text }),
}

function devtools(): Devtools {
  return cdp() as unknown as Devtools
}
