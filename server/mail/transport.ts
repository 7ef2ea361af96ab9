import { createTransport } from 'nodemailer'
import type { Config } from '#server/config.ts'

export type Letter = {
  to: string
  subject: string
  text: string
  html?: string
  messageId?: string
  headers?: Record<string, string>
}

/** The result of sending. Reasons contain no address: they are logged. */
export type Delivery =
  | { kind: 'accepted' }
  /** Permanent: this recipient, or this mail to them. */
  | { kind: 'refused'; reason: string }
  /** `isServerAway`: every other mail would fail now too. */
  | { kind: 'postponed'; reason: string; isServerAway: boolean }

export interface MailTransport {
  /** Never throws. */
  send(letter: Letter): Promise<Delivery>
}

const timeoutMs = 10_000

export function createMailTransport(
  mail: NonNullable<Config['mail']>,
  limits: { timeoutMs: number } = { timeoutMs },
): MailTransport {
  const { timeoutMs: ms } = limits
  const transport = createTransport({
    url: mail.url,
    connectionTimeout: ms,
    greetingTimeout: ms,
    socketTimeout: ms,
    dnsTimeout: ms,
  })
  return {
    async send(letter) {
      try {
        await transport.sendMail({
          from: mail.from,
          ...letter,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        return { kind: 'accepted' }
      } catch (error) {
        return judge(error)
      }
    },
  }
}

type SmtpError = { code?: unknown; command?: unknown; response?: unknown; responseCode?: unknown }

/**
 * A refusal concerns the recipient only if it answers the recipient or the mail itself. A 5xx
 * anywhere else (authentication, the sender's address) means a wrong setting, and is no reason to
 * discard mails.
 */
function judge(error: unknown): Delivery {
  const { code, command, response, responseCode } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as SmtpError
  const said =
    typeof response === 'string' ? response : error instanceof Error ? error.message : 'unknown'
  const reason = [code, command, withoutAddresses(said)]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ')
  // `API`: nodemailer itself rejects this address as a recipient.
  if (command === 'API' && code === 'EENVELOPE') return { kind: 'refused', reason }
  const isAboutRecipient = command === 'RCPT TO' || command === 'DATA'
  if (isAboutRecipient && typeof responseCode === 'number' && responseCode >= 500)
    return { kind: 'refused', reason }
  return {
    kind: 'postponed',
    reason,
    isServerAway: !isAboutRecipient || typeof responseCode !== 'number',
  }
}

function withoutAddresses(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\s<>]+@[^\s<>]+/g, '…')
    .slice(0, 200)
}
