import type { Case } from './run.ts'

/** Runs that once failed, made as short as they get, with what was wrong. A failing run prints itself in this form. */
export const pinned: readonly (Case & { was: string })[] = [
  {
    was: 'the server took out a superfluous mark by itself, and acknowledged the same deletion of a client without logging it',
    seed: 276,
    steps: [
      ['type', 24, 2100823770],
      ['flush', 10, 285831097],
      ['mark', 10, 878400676],
      ['deleteText', 43, 3743635612],
    ],
  },
  {
    was: 'the same, between three people',
    seed: 321,
    steps: [
      ['type', 16, 1893329804],
      ['up', 52, 3318272988],
      ['commit', 50, 2805343831],
      ['mark', 4, 2580719808],
      ['down', 17, 4001002874],
      ['deleteText', 45, 2164977798],
    ],
  },
]
