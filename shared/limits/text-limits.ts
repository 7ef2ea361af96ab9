import { maxBodyLength } from '../comments/body.ts'
import type { Limit } from './limit.ts'
import { textLengths } from './text-lengths.ts'

const text = { unit: 'characters', per: 'message', over: 'invalid-values' } as const

/** Texts outside the plan itself: each is shown to others in a list, a mail or a record. */
export const textLimits = {
  personName: {
    ...text,
    max: textLengths.personName,
    why: 'A name with titles and a married name; every list, caret and record shows it.',
  },
  emailLength: {
    ...text,
    max: textLengths.email,
    why: 'Longer than any address in use, and short enough to show.',
  },
  commentLength: {
    ...text,
    max: maxBodyLength,
    why: 'A page and a half; a longer text belongs in the plan.',
  },
  versionName: {
    ...text,
    max: textLengths.versionName,
    why: 'One line in the history, and in the agreement.',
  },
  consultationMessage: {
    ...text,
    max: textLengths.consultationMessage,
    why: 'Half a page above the question; it goes to every member by mail.',
  },
  readLinkLabel: {
    ...text,
    max: textLengths.readLinkLabel,
    why: 'The intended readers of a link: a name, in a list.',
  },
  answerRemark: {
    ...text,
    max: textLengths.answerRemark,
    why: 'A page, stored permanently with the answer.',
  },
  correction: {
    ...text,
    max: textLengths.correction,
    why: 'The names of the practices that someone speaks for; stored permanently with the answer.',
  },
  endReason: {
    ...text,
    max: textLengths.endReason,
    why: 'A few sentences, stored permanently with the plan.',
  },
} as const satisfies Record<string, Limit>
