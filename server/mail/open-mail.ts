import { Counter, Gauge, type Registry } from 'prom-client'
import type { Config } from '#server/config.ts'
import type { MailQueue } from '#server/plans/notices/queue.ts'
import type { Clock, Ids, Logger } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { OnLimited } from '#shared/limits.ts'
import { type Addresses, createAddresses } from './addresses.ts'
import { createOutbox } from './outbox.ts'
import { outboxStats } from './outbox-rows.ts'
import { createMailTransport } from './transport.ts'
import { createLetterWriting } from './write-letter.ts'

export type Mail = {
  queue: MailQueue
  addresses: Addresses
  /** One round of sending; null without a mail server. */
  sendRound: ((signal: AbortSignal) => Promise<void>) | null
}

export type MailOpening = {
  mail: Config['mail']
  db: Storage
  publicUrl: string
  secret: string
  clock: Clock
  ids: Ids
  logger: Logger
  registry: Registry
  onLimited: OnLimited
  random?: (() => number) | undefined
  smtpTimeoutMs?: number | undefined
}

/** The mail of an installation: the outbox, the links in mails, and the sender. */
export function openMail({
  mail,
  db,
  publicUrl,
  secret,
  clock,
  ids,
  logger,
  registry,
  onLimited,
  random = Math.random,
  smtpTimeoutMs,
}: MailOpening): Mail {
  const addresses = createAddresses({ publicUrl, secret })
  const queue = { isOn: mail !== null, clock, ids, onLimited }
  if (mail === null) return { queue, addresses, sendRound: null }
  const transport = createMailTransport(
    mail,
    smtpTimeoutMs === undefined ? undefined : { timeoutMs: smtpTimeoutMs },
  )
  const compose = createLetterWriting({ db, addresses, publicUrl, clock, ids })
  return {
    queue,
    addresses,
    sendRound: createOutbox({
      db,
      transport,
      compose,
      clock,
      random,
      logger,
      count: measure(registry, db, clock),
    }),
  }
}

function measure(registry: Registry, db: Storage, clock: Clock): (outcome: string) => void {
  const letters = new Counter({
    name: 'wijktafel_mail_letters_total',
    help: 'Attempts to send a letter, by result',
    labelNames: ['outcome'] as const,
    registers: [registry],
  })
  const state = new Gauge({
    name: 'wijktafel_mail_outbox',
    help: 'Letters in the outbox: waiting for their time, waiting for a retry, and given up in the last 90 days',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      const { waiting, retried, failed, oldestDueAt } = await outboxStats(db)
      this.set({ state: 'waiting' }, waiting)
      this.set({ state: 'retried' }, retried)
      this.set({ state: 'failed' }, failed)
      late.set(oldestDueAt === null ? 0 : Math.max(0, (clock.now() - oldestDueAt) / 1000))
    },
  })
  const late = new Gauge({
    name: 'wijktafel_mail_late_seconds',
    help: 'Waiting time of the most overdue letter',
    registers: [registry],
  })
  state.set({ state: 'waiting' }, 0)
  return (outcome) => letters.inc({ outcome })
}
