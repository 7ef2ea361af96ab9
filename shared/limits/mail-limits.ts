import type { Limit } from './limit.ts'

/** Mails, so that nobody can use us to mail people who did not ask for it. */
export const mailLimits = {
  inviteLettersPerDay: {
    max: 100,
    unit: 'invitations mailed in a day',
    per: 'person',
    counted: 'stored',
    why: 'A whole neighbourhood at the start of a plan.',
    over: { does: 'the invitation is made and its link is shown, but no letter is sent' },
  },
  inviteLettersToOneAddress: {
    max: 5,
    unit: 'invitations in a day',
    per: 'recipient',
    counted: 'stored',
    why: 'From all inviters together: an outsider must not get more text of strangers in their mailbox.',
    over: { does: 'the invitation is made and its link is shown, but no letter is sent' },
  },
  lettersPerDay: {
    max: 100,
    unit: 'letters about plans in a day',
    per: 'recipient',
    counted: 'stored',
    why: 'Notices are combined for five minutes; a member of thirty plans has a busy day with twenty letters.',
    over: { does: 'no letter; the plan itself shows the same' },
  },
  nameInLetter: {
    max: 80,
    unit: 'characters of a name or title in a letter',
    per: 'message',
    why: 'Longer than any name, too short to be a letter of the sender’s own.',
    over: { does: 'shortened, with an ellipsis' },
  },
  subject: {
    max: 160,
    unit: 'characters',
    per: 'message',
    why: 'The length that a mail program shows.',
    over: { does: 'shortened, with an ellipsis' },
  },
} as const satisfies Record<string, Limit>
