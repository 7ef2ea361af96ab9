import { type MailOpening, openMail } from '#server/mail/open-mail.ts'
import { type MailDependencies, mountMail } from '#server/resources/mail.ts'
import type { Module } from './module.ts'

const everyMs = 5000

/** The outbox and each person's mail settings. Other modules put letters in `queue`. */
export function mailModule(needs: MailOpening): Module & Pick<MailDependencies['mail'], 'queue'> {
  const mail = openMail(needs)
  return {
    queue: mail.queue,
    routes(router) {
      mountMail(router, { db: needs.db, clock: needs.clock, mail })
    },
    background: mail.sendRound === null ? [] : [{ name: 'outbox', everyMs, run: mail.sendRound }],
  }
}
