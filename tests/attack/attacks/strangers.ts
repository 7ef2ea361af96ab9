import { connect, type Socket } from 'node:net'
import { ApiClient } from '../../support/api-client.ts'
import { type Attack, claim } from '../attack.ts'

/** An attacker without an account. */
export const strangerAttacks: readonly Attack[] = [
  {
    id: 'links',
    title: 'a stranger asks for sign-in links until members get none',
    async prepare(target, scale) {
      const { link } = await target.fill((filling) => filling.addPerson('Noor'))
      const noor = await target.signIn(link)
      const { email } = await noor.json<{ email: string }>('GET', '/api/me')
      return async () => {
        const stranger = new ApiClient(target.url)
        const answers = new Map<number, number>()
        for (let i = 0; i < 2000 * scale; i++) {
          const { status } = await stranger.request('POST', '/api/sign-in-link', {
            email: `iemand-${i}@voorbeeld.nl`,
          })
          answers.set(status, (answers.get(status) ?? 0) + 1)
        }
        // From another address of this machine, as a client elsewhere.
        const elsewhere = await fetchFrom('127.0.0.2', target.server.port, email)
        const told = [...answers].map(([status, times]) => `${times} x ${status}`).join(', ')
        return {
          did: told,
          claims: [
            claim('the flood from one address is limited', (answers.get(429) ?? 0) > 0),
            claim('a member at another address gets a link', elsewhere === 202),
          ],
        }
      }
    },
  },
  {
    id: 'slow-bodies',
    title: 'requests whose bodies come a byte a second',
    async prepare(target, scale) {
      return async () => {
        const sockets = Array.from({ length: 300 * scale }, () => slowRequest(target.server.port))
        const drip = setInterval(() => {
          for (const socket of sockets) socket.write('x')
        }, 1000)
        const ended = Promise.all(
          sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))),
        ).then(() => true)
        const allEnded = await Promise.race([
          ended,
          new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 60_000)),
        ])
        clearInterval(drip)
        for (const socket of sockets) socket.destroy()
        return {
          did: `${sockets.length} requests`,
          claims: [claim('each ends within a minute', allEnded)],
        }
      }
    },
  },
]

function slowRequest(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.resume()
  socket.write(
    'POST /api/sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 50000\r\n\r\n{',
  )
  return socket
}

function fetchFrom(localAddress: string, port: number, email: string): Promise<number> {
  const body = JSON.stringify({ email })
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    socket.setEncoding('latin1')
    socket.once('data', (text: string) => {
      resolve(Number(text.slice(9, 12)))
      socket.destroy()
    })
    socket.on('error', () => resolve(0))
    socket.write(
      `POST /api/sign-in-link HTTP/1.1\r\nhost: localhost:${port}\r\norigin: http://localhost:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
  })
}
