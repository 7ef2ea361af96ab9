import { formatList } from '../format-list.ts'

// The answers of a question set, on the screen and in print.

/** Above the questions, where the question set says which answers there are. */
export const possibleAnswers = (labels: readonly string[]): string =>
  `Antwoorden: ${formatList(labels)}.`
