import { connect, type Socket } from 'node:net'

export type RawSocketOptions = {
  url: string
  headers: Readonly<Record<string, string>>
  onOpen: () => void
  /** `payload` is only valid during the call. */
  onMessage: (payload: Buffer) => void
  onClose: (code: number | null) => void
}

/** All sockets read into one buffer: received bytes are handled before the next read. */
const readBuffer = Buffer.allocUnsafe(256 * 1024)

/**
 * A minimal websocket client: `ws` takes longer to read a small message than a good server takes to send it, so the benchmark
 * would measure `ws`. Masks with zeros, which is a valid mask.
 */
export class RawSocket {
  readonly #options: RawSocketOptions
  readonly #socket: Socket
  #rest: Buffer[] = []
  #restBytes = 0
  /** The fewest buffered bytes that can hold a frame. */
  #needed = 0
  #isUpgraded = false
  #closeCode: number | null = null

  constructor(options: RawSocketOptions) {
    this.#options = options
    const { hostname, port, pathname, search } = new URL(options.url)
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length) => this.#read(readBuffer.subarray(0, length)),
      },
    })
    const headers = {
      host: `${hostname}:${port}`,
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': 'AQIDBAUGBwgJCgsMDQ4PEA==',
      'sec-websocket-version': '13',
      ...options.headers,
    }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    this.#socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`)
    this.#socket.on('error', () => undefined)
    this.#socket.on('close', () => options.onClose(this.#closeCode))
  }

  /** Messages between these two calls go out in one write, as for a user who types faster than the loop turns. */
  cork(): void {
    this.#socket.cork()
  }

  uncork(): void {
    this.#socket.uncork()
  }

  send(payload: Uint8Array, opcode = 2): void {
    const { length } = payload
    const extra = length < 126 ? 0 : length < 65536 ? 2 : 8
    const frame = Buffer.alloc(6 + extra + length)
    frame[0] = 0x80 | opcode
    frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127)
    if (extra === 2) frame.writeUInt16BE(length, 2)
    if (extra === 8) frame.writeBigUInt64BE(BigInt(length), 2)
    frame.set(payload, 6 + extra)
    this.#socket.write(frame)
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): boolean {
    if (this.#restBytes > 0 || !this.#isUpgraded) {
      this.#rest.push(Buffer.from(chunk))
      this.#restBytes += chunk.length
      if (this.#restBytes < this.#needed) return true
    }
    const bytes = this.#restBytes > 0 ? Buffer.concat(this.#rest) : chunk
    const used = this.#take(bytes)
    this.#rest = used < bytes.length ? [Buffer.from(bytes.subarray(used))] : []
    this.#restBytes = bytes.length - used
    return true
  }

  /** Handles the complete frames; returns their number of bytes. */
  #take(bytes: Buffer): number {
    let at = 0
    if (!this.#isUpgraded) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end < 0) return 0
      if (!bytes.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) return this.#refused(bytes)
      this.#isUpgraded = true
      at = end + 4
      this.#options.onOpen()
    }
    for (;;) {
      this.#needed = 0
      if (bytes.length - at < 2) return at
      const short = (bytes[at + 1] ?? 0) & 127
      const head = short < 126 ? 2 : short === 126 ? 4 : 10
      if (bytes.length - at < head) return at
      const length =
        short < 126
          ? short
          : short === 126
            ? bytes.readUInt16BE(at + 2)
            : Number(bytes.readBigUInt64BE(at + 2))
      if (bytes.length - at < head + length) {
        this.#needed = head + length
        return at
      }
      this.#frame((bytes[at] ?? 0) & 15, bytes.subarray(at + head, at + head + length))
      at += head + length
    }
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === 2) this.#options.onMessage(payload)
    else if (opcode === 9) this.send(payload, 10)
    else if (opcode === 8) {
      this.#closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : null
      this.close()
    }
  }

  #refused(bytes: Buffer): number {
    this.#closeCode = Number(bytes.subarray(9, 12).toString('latin1'))
    this.close()
    return bytes.length
  }
}
