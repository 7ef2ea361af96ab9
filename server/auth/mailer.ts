import type { Config } from '#server/config.ts'
import { createMailTransport, type Letter } from '#server/mail/transport.ts'
import { quotedName } from '#server/plans/notices/name-in-letter.ts'
import type { Logger } from '#server/runtime.ts'

/**
 * Letters that carry a secret: a link that lets someone in. They go out at once and are never put in the outbox, where the
 * link would lie readable in the database and in every backup; and an hour later nobody wants it any more. Anyone who asked can
 * ask again, and the inviter is shown the link.
 */
export interface Mailer {
  readonly isConfigured: boolean
  /** True when a mail server took the letter. Never throws: a broken mail server must not fail what the user did. */
  send(letter: Letter): Promise<boolean>
}

export function createMailer({ mail, logger }: { mail: Config['mail']; logger: Logger }): Mailer {
  if (mail === null) {
    return {
      isConfigured: false,
      async send({ to, subject, text }) {
        // The one place where a link is logged: without a mail server the operator is the one who passes it on.
        logger.info(
          { part: 'mail', to, text },
          `No mail server is set; this was not sent: ${subject}`,
        )
        return false
      },
    }
  }
  const transport = createMailTransport(mail)
  return {
    isConfigured: true,
    async send(letter) {
      const delivery = await transport.send(letter)
      if (delivery.kind !== 'accepted')
        logger.error(
          { part: 'mail', reason: delivery.reason },
          'The mail server did not take a letter; its link still works',
        )
      return delivery.kind === 'accepted'
    },
  }
}

export function signInLetter(to: string, url: string): Letter {
  return {
    to,
    subject: 'Uw inloglink voor Wijktafel',
    text: `Met deze link logt u in bij Wijktafel:\n\n${url}\n\nDe link werkt één keer en is een dag geldig. Heeft u niet om deze link gevraagd? Dan hoeft u niets te doen.\n`,
  }
}

export function changeLetter(to: string, url: string): Letter {
  return {
    to,
    subject: 'Bevestig uw e-mailadres voor Wijktafel',
    text: `Iemand die bij Wijktafel is ingelogd, gaf dit e-mailadres op. Was u dat? Open dan deze link in de browser waarin u bent ingelogd:\n\n${url}\n\nDe link werkt één keer en is een dag geldig. Was u het niet? Dan hoeft u niets te doen.\n`,
  }
}

export function inviteLetter(
  to: string,
  invite: { url: string; invitedBy: string; planTitle: string },
): Letter {
  return {
    to,
    subject: `${quotedName(invite.invitedBy)} nodigt u uit voor ${quotedName(invite.planTitle)}`,
    text: `${quotedName(invite.invitedBy)} nodigt u uit om mee te werken aan ${quotedName(invite.planTitle)}.\n\nOpen deze link om mee te doen:\n\n${invite.url}\n\nDe link is persoonlijk, werkt één keer en is twee weken geldig. U hoeft niets te installeren.\n`,
  }
}
