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

/** What became of a letter. Reasons hold no address: they go to the log. */
export type Delivery =
  | { kind: 'accepted' }
  /** For good: this recipient, or this letter to them. */
  | { kind: 'refused'; reason: string }
  /** `isServerAway`: the others would fare no better now. */
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
 * A refusal is the recipient's only when it answers the recipient or the letter itself. A 5xx anywhere else (signing in,
 * the sender's address) is a wrong setting, and no reason to throw letters away.
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
  // `API`: nodemailer itself can make no recipient of this address.
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
