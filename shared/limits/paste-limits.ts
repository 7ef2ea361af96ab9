import type { Limit } from './limit.ts'

/** Content that a user puts into the tables of a plan at once, on their own device. */
export const pasteLimits = {
  lineLength: {
    max: 2_000,
    unit: 'characters',
    per: 'message',
    why: 'A line of a table wraps in its cell; a longer text belongs in a text of the plan.',
    over: { does: 'The cell keeps its content, and the user is told to use a text.' },
  },
  pastedRows: {
    max: 500,
    unit: 'rows',
    per: 'message',
    why: 'The largest budgets have 200 lines; all of a paste is one change, which everyone in the plan receives.',
    over: { does: 'Nothing is pasted, and the user is told to paste less or to import the file.' },
  },
  pastedCharacters: {
    max: 2_000_000,
    unit: 'characters',
    per: 'message',
    why: 'A spreadsheet puts a style on every cell: 500 rows of twenty cells take 1 million characters.',
    over: { does: 'Nothing is pasted, and the user is told to paste less or to import the file.' },
  },
} as const satisfies Record<string, Limit>
