import type { Config } from '#server/config.ts'
import { createMailTransport, type Letter } from '#server/mail/transport.ts'
import { quotedName } from '#server/plans/notices/name-in-letter.ts'
import type { Logger } from '#server/runtime.ts'

/**
 * Mails that carry a secret: a link that signs someone in. They are sent at once and never stored
 * in the outbox, where the link would be readable in the database and in every backup. A late link
 * is worthless anyway: the requester can ask again, and the inviter is shown the link.
 */
export interface Mailer {
  readonly isConfigured: boolean
  /**
   * True if a mail server accepted the mail. Never throws: a broken mail server must not fail the
   * user's action.
   */
  send(letter: Letter): Promise<boolean>
}

export function createMailer({ mail, logger }: { mail: Config['mail']; logger: Logger }): Mailer {
  if (mail === null) {
    return {
      isConfigured: false,
      async send({ to, subject, text }) {
        // The one place that logs a link: without a mail server the operator passes it on.
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
          'The mail server refused a mail with a link; the link itself still works',
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
