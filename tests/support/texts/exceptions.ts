/** A text that a rule of words.ts refuses and that stands all the same: `text` is a part of it. */
export interface TextException {
  rule: string
  /** The start of a path. */
  path: string
  text: string
  reason: string
}

const forIct = 'the lines that a user copies for the ICT department, which searches for these words'

export const exceptions: readonly TextException[] = [
  {
    rule: 'id',
    path: 'client/text/connection-test.ts',
    text: 'WebSocket',
    reason: forIct,
  },
  {
    rule: 'id',
    path: 'client/text/connection-test.ts',
    text: 'Nodig: websockets (wss)',
    reason: forIct,
  },
  {
    rule: 'English',
    path: 'client/text/connection-test.ts',
    text: 'FAILED',
    reason: forIct,
  },
  {
    rule: 'lid',
    path: 'server/plans/privacy/pseudonym.ts',
    text: 'Oud-deelnemer',
    reason: 'stored in plans in the place of a name',
  },
  {
    rule: 'lid',
    path: 'shared/formats/rijnmond-wijkplan.json',
    text: 'Deelnemers',
    reason: 'the number of people at a meeting, who need not be members',
  },
]
