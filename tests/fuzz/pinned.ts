import type { Case } from './run.ts'

/** Runs that failed once, shrunk, with their cause. A failing run prints itself in this form. */
export const pinned: readonly (Case & { was: string })[] = [
  {
    was: 'words were committed whose commit before had failed: the log referred to what it did not have, and their writer was taken for a forger',
    seed: 797603177,
    steps: [
      ['addRow', 5, 1509611103],
      ['type', 37, 3665557015],
      ['failCommit', 12, 899383516],
      ['flush', 47, 4152061071],
      ['compact', 4, 4154926910],
      ['elsewhere', 0, 1300885029],
    ],
  },
  {
    was: 'the same, with more words than a room takes a snapshot after',
    seed: 797602249,
    steps: [
      ['failCommit', 16, 700446999],
      ['burst', 47, 1054602195],
      ['connect', 18, 2678801452],
      ['elsewhere', 42, 2906912230],
      ['heartbeat', 31, 1729376876],
      ['flush', 16, 1174059468],
      ['elsewhere', 44, 1127146662],
      ['idle', 22, 227091133],
    ],
  },
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
  {
    was: 'two moves of a row without a connection were taken for a forgery: undo keeps both old places, joined into one item',
    seed: 9092,
    steps: [
      ['addRow', 51, 3822288955],
      ['moveRow', 18, 3341389792],
      ['crash', 11, 432755762],
      ['moveRow', 15, 107430220],
    ],
  },
  {
    was: 'what undo brought back was taken for a forgery: it names a later piece as the one before it',
    seed: 52712,
    steps: [
      ['paragraph', 11, 2997288675],
      ['flush', 14, 5073736],
      ['deleteText', 25, 3580791936],
      ['undo', 5, 1450552992],
      ['deleteText', 53, 3710234409],
      ['undo', 41, 3079399540],
      ['deleteBlock', 57, 1338871294],
      ['undo', 53, 3512765112],
    ],
  },
  {
    was: 'the check took a row of any table for the practice of an income; an amount without patients that names no practice is income',
    seed: 20001,
    steps: [['addRow', 3, 1590724989]],
  },
  {
    was: 'the same, with another row',
    seed: 20043,
    steps: [['addRow', 24, 3660211668]],
  },
]
