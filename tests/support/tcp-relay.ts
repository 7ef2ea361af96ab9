import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * A TCP balancer, as in front of several servers, or the address that moves from a database to its standby: each connection
 * goes to the first of the targets that accepts it, in turns. It can also fall silent, as a firewall that forgot its
 * connections does.
 */
export class TcpRelay {
  readonly port: number
  #targets: readonly number[]
  #turn = 0
  #isSilent = false
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(port: number, server: Server, targets: readonly number[]) {
    this.port = port
    this.#server = server
    this.#targets = targets
    server.on('connection', (client) => this.#accept(client))
  }

  /** `targets`: ports on this machine. */
  static async start(targets: readonly number[]): Promise<TcpRelay> {
    const server = createServer({ pauseOnConnect: true })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('No port was given.')
    return new TcpRelay(address.port, server, targets)
  }

  /** Later connections go here; present ones stay. */
  pointTo(targets: readonly number[]): void {
    this.#targets = targets
  }

  /** From now on all bytes of present and new connections disappear, and nobody is told. */
  fallSilent(): void {
    this.#isSilent = true
    // Nothing more is read: the other side can only wait.
    for (const socket of this.#sockets) socket.pause()
  }

  /** New connections are passed on again; those of before stay silent. */
  speakAgain(): void {
    this.#isSilent = false
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #accept(client: Socket): void {
    this.#keep(client)
    if (this.#isSilent) return
    const turn = this.#turn++
    const order = this.#targets.map((_, n) => this.#targets[(turn + n) % this.#targets.length])
    this.#passOn(client, order)
  }

  #passOn(client: Socket, [target, ...others]: readonly (number | undefined)[]): void {
    if (target === undefined) return void client.destroy()
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true })
    let isOpen = false
    upstream.once('connect', () => {
      isOpen = true
      client.setNoDelay(true)
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const)
        from.on('data', (chunk) => to.write(chunk)).on('close', () => to.destroy())
      client.resume()
    })
    this.#keep(upstream)
    upstream.once('close', () => {
      if (!isOpen && !client.destroyed) this.#passOn(client, others)
    })
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#sockets.delete(socket))
  }
}
