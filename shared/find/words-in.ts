import { fold } from '../fold.ts'

/** Longer ones are no words; both a text and a query are cut there. */
const longestWord = 60

/** The words of a text as they are searched: folded, without signs, each once. */
export function wordsIn(text: string): string[] {
  return [
    ...new Set(
      (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
        [...word].slice(0, longestWord).join(''),
      ),
    ),
  ]
}
