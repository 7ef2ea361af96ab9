import { once } from 'node:events'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { messageTypes } from '#shared/protocol/messages.ts'

/** The websocket of an attacker, which sends any bytes; it only counts the responses. */
export class AttackSocket {
  closeCode: number | null = null
  frames = 0
  acked = 0
  readonly #socket: WebSocket
  #wake: (() => void) | null = null

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer) => this.#read(data))
    socket.on('close', (code) => {
      this.closeCode = code
      this.#wake?.()
    })
  }

  static async open(url: string, planId: string, cookie: string): Promise<AttackSocket> {
    const address = `${url.replace(/^http/, 'ws')}/sync/${planId}?ext=1`
    const socket = new WebSocket(address, { headers: { cookie } })
    const attacker = new AttackSocket(socket)
    await Promise.race([once(socket, 'open'), once(socket, 'close')]).catch(() => undefined)
    return attacker
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** Resolves when the bytes left this process. Does nothing after the server ended the connection. */
  send(bytes: Uint8Array): Promise<void> {
    if (!this.isOpen) return Promise.resolve()
    return new Promise((resolve) => this.#socket.send(bytes, () => resolve()))
  }

  /** Resolves when the condition holds, when the server ends the connection, or at the timeout. */
  until(condition: () => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, timeoutMs)
      const look = () => {
        if (condition() || this.closeCode !== null) done()
      }
      const self = this
      function done() {
        clearTimeout(timer)
        self.#wake = null
        resolve()
      }
      this.#wake = look
      look()
    })
  }

  close(): void {
    this.#socket.terminate()
  }

  #read(data: Buffer): void {
    this.frames++
    const decoder = decoding.createDecoder(data)
    if (decoding.readVarUint(decoder) === messageTypes.ack)
      this.acked = decoding.readVarUint(decoder)
    this.#wake?.()
  }
}
