import { createServer, type Server } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import type { Logger } from '#server/runtime.ts'
import { createMailer, inviteLetter, signInLetter } from './mailer.ts'

const lines: string[] = []
const note = (fields: object, message: string) =>
  void lines.push(`${JSON.stringify(fields)} ${message}`)
const logger: Logger = { debug: note, info: note, warn: note, error: note }

describe('mail', () => {
  const closers: (() => void)[] = []
  afterEach(() => {
    lines.length = 0
    for (const close of closers.splice(0)) close()
  })

  it('without a mail server the link is in the log, for the operator to pass on', async () => {
    const mailer = createMailer({ mail: null, logger })
    expect(
      await mailer.send(signInLetter('els@voorbeeld.nl', 'https://plan/sign-in?token=abc')),
    ).toBe(false)
    expect(mailer.isConfigured).toBe(false)
    expect(lines.join()).toContain('token=abc')
  })

  it('with one it arrives, and the link is not in the log', async () => {
    const received: string[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        simpleParser(stream).then((mail) => {
          received.push(`${mail.from?.text} | ${mail.subject} | ${mail.text}`)
          done()
        }, done)
      },
    })
    closers.push(() => server.close(() => {}))
    const port = await listening(server.server as Server, () => server.listen(0, '127.0.0.1'))
    const mailer = createMailer({
      mail: { url: `smtp://127.0.0.1:${port}`, from: 'Wijktafel <plan@voorbeeld.nl>' },
      logger,
    })
    const letter = inviteLetter('noor@praktijk.nl', {
      url: 'https://plan/invite?token=geheim',
      invitedBy: 'Els\r\nBcc: kwaad@voorbeeld.nl',
      planTitle: 'Wijkplan Kraaienveen',
    })
    expect(await mailer.send(letter)).toBe(true)
    expect(received[0]).toContain(
      '"Wijktafel" <plan@voorbeeld.nl> | “Els Bcc: kwaad@voorbeeld. nl” nodigt u uit voor “Wijkplan Kraaienveen”',
    )
    expect(received[0]).toContain('https://plan/invite?token=geheim')
    expect(lines.join()).not.toContain('geheim')
  })

  it('a mail server that refuses or is away fails nothing', async () => {
    const silent = createServer((socket) => socket.end('554 nee\r\n'))
    closers.push(() => silent.close())
    const port = await listening(silent, () => silent.listen(0, '127.0.0.1'))
    const refused = createMailer({
      mail: { url: `smtp://127.0.0.1:${port}`, from: 'a@b.nl' },
      logger,
    })
    expect(
      await refused.send(signInLetter('els@voorbeeld.nl', 'https://plan/sign-in?token=geheim')),
    ).toBe(false)
    const away = createMailer({ mail: { url: 'smtp://127.0.0.1:1', from: 'a@b.nl' }, logger })
    expect(
      await away.send(signInLetter('els@voorbeeld.nl', 'https://plan/sign-in?token=geheim')),
    ).toBe(false)
    expect(lines.join()).not.toContain('geheim')
    expect(lines).toHaveLength(2)
  })
})

function listening(server: Server, listen: () => void): Promise<number> {
  return new Promise((resolve) => {
    server.once('listening', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
    listen()
  })
}
