import { connect, createServer, type Server, type Socket } from 'node:net'

/** Of one message: passed on, left out, or passed on with the client's line cut before any answer. */
export type Verdict = 'pass' | 'drop' | 'cut'

type Judges = {
  /** Judges what a client sends; `type` is a letter of the protocol, such as Q for a query. */
  fromClient?: (type: string, body: string) => Verdict
  fromServer?: (type: string) => Verdict
}

/** Stands between a client and PostgreSQL, as a pooler or a bad network does. */
export class PostgresProxy {
  readonly url: string
  readonly #server: Server
  readonly #sockets: Set<Socket>

  private constructor(url: string, server: Server, sockets: Set<Socket>) {
    this.url = url
    this.#server = server
    this.#sockets = sockets
  }

  static async start(url: string, judges: Judges = {}, ownPort = 0): Promise<PostgresProxy> {
    const { port, hostname } = new URL(url)
    const sockets = new Set<Socket>()
    const server = createServer((client) => {
      const upstream = connect(Number(port), hostname)
      const [asked, answered] = [new Frames(true), new Frames(false)]
      let isCut = false
      for (const socket of [client, upstream]) {
        sockets.add(socket)
        socket.on('error', () => undefined)
        socket.on('close', () => {
          sockets.delete(socket)
          client.destroy()
          // After a cut the server reads on to the end of what it got, and its answers are read here.
          if (isCut) upstream.end()
          else upstream.destroy()
        })
      }
      client.on('data', (chunk) => {
        for (const { type, bytes } of asked.take(chunk)) {
          const verdict = judges.fromClient?.(type, bytes.toString('latin1')) ?? 'pass'
          if (verdict === 'drop') continue
          upstream.write(bytes)
          if (verdict !== 'cut') continue
          // The server carries it out, and nothing behind it; its answer reaches nobody.
          isCut = true
          client.destroy()
          return
        }
      })
      upstream.on('data', (chunk) => {
        for (const { type, bytes } of answered.take(chunk))
          if ((judges.fromServer?.(type) ?? 'pass') === 'pass') client.write(bytes)
      })
    })
    await new Promise<void>((resolve) => server.listen(ownPort, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('No port was given.')
    const own = new URL(url)
    own.port = String(address.port)
    return new PostgresProxy(own.href, server, sockets)
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Messages of a stream: a letter, and a length that counts itself. The first one of a client has no letter. */
class Frames {
  #rest = Buffer.alloc(0)
  #isFirst: boolean

  constructor(hasStartup: boolean) {
    this.#isFirst = hasStartup
  }

  *take(chunk: Buffer): Generator<{ type: string; bytes: Buffer }> {
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (;;) {
      const lengthAt = this.#isFirst ? 0 : 1
      if (this.#rest.length < lengthAt + 4) return
      const end = lengthAt + this.#rest.readUInt32BE(lengthAt)
      if (this.#rest.length < end) return
      const bytes = this.#rest.subarray(0, end)
      this.#rest = this.#rest.subarray(end)
      const type = this.#isFirst ? '' : String.fromCharCode(bytes[0] ?? 0)
      this.#isFirst = false
      yield { type, bytes }
    }
  }
}
