import type { Server } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** The behaviour of the mail server towards the next mails. */
export type Manner =
  | 'takes'
  | 'softly refuses'
  | 'softly refuses the letter'
  | 'refuses the person'
  | 'refuses the sender'
  | 'hangs'
  | 'is slow'
  | 'takes and dies'

/** A real mail server on this machine, with configurable behaviour. */
export class SmtpPeer {
  manner: Manner = 'takes'
  readonly mails: ParsedMail[] = []
  attempts = 0
  readonly #server: SMTPServer
  #port = 0

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onMailFrom: (_address, _session, done) => {
        this.attempts += 1
        done(this.manner === 'refuses the sender' ? reply(550, '5.7.1 sender not allowed') : null)
      },
      onRcptTo: ({ address }, _session, done) => {
        if (this.manner === 'softly refuses')
          return done(reply(452, `4.2.2 <${address}> mailbox full`))
        if (this.manner === 'refuses the person')
          return done(reply(550, `5.1.1 <${address}> no such user`))
        done()
      },
      onData: (stream, _session, done) => {
        void simpleParser(stream).then((mail) => this.#take(mail, done))
      },
    })
    // Some tests have a client that gives up halfway.
    this.#server.on('error', () => undefined)
  }

  static async start(): Promise<SmtpPeer> {
    const peer = new SmtpPeer()
    await peer.#listen()
    return peer
  }

  get environment(): Record<string, string> {
    return {
      SMTP_URL: `smtp://127.0.0.1:${this.#port}`,
      MAIL_FROM: 'Wijktafel <plan@voorbeeld.nl>',
    }
  }

  /** The accepted mails since the last call. */
  taken(): ParsedMail[] {
    return this.mails.splice(0)
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  #listen(): Promise<void> {
    return new Promise((resolve) => {
      const inner = this.#server.server as Server
      inner.once('listening', () => {
        const address = inner.address()
        this.#port = typeof address === 'object' && address !== null ? address.port : 0
        resolve()
      })
      this.#server.listen(0, '127.0.0.1')
    })
  }

  #take(mail: ParsedMail, done: (error?: Error | null) => void): void {
    switch (this.manner) {
      case 'hangs':
        return
      case 'softly refuses the letter':
        return done(reply(451, '4.3.0 try again'))
      case 'takes and dies':
        // The mail is accepted, but its confirmation never comes.
        this.mails.push(mail)
        return
      case 'is slow':
        setTimeout(() => {
          this.mails.push(mail)
          done()
        }, 60)
        return
      default:
        this.mails.push(mail)
        done()
    }
  }
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}
