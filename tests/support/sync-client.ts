import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { messageTypes, syncTypes } from '#shared/protocol/messages.ts'

export type SyncClientOptions = {
  cookie: string
  params?: Record<string, string>
  origin?: string
  hasExtensions?: boolean
}

/**
 * The unmodified y-websocket client on a real socket, as any Yjs user would run it; it only counts sent and acknowledged
 * messages.
 */
export class SyncClient {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  sent = 0
  acked = 0
  ackedSeq = 0
  closeCode: number | null = null
  readonly #changed = new Set<() => void>()

  constructor(url: string, planId: string, options: SyncClientOptions, doc = new Y.Doc()) {
    this.doc = doc
    const note = () => this.#note()
    const client = this
    class CountingSocket extends WebSocket {
      constructor(address: string | URL) {
        super(address, {
          headers: {
            cookie: options.cookie,
            ...(options.origin === undefined ? {} : { origin: options.origin }),
          },
        })
        client.sent = 0
        client.acked = 0
        let wasOpen = false
        this.on('open', () => {
          wasOpen = true
        })
        this.on('close', (code) => {
          // The provider retries by itself; errors while the server is down are expected.
          if (wasOpen || client.closeCode === null) client.closeCode = code
          note()
        })
      }
      override send(data: Uint8Array): void {
        const decoder = decoding.createDecoder(data)
        if (
          decoding.readVarUint(decoder) === messageTypes.sync &&
          decoding.readVarUint(decoder) !== syncTypes.step1
        )
          client.sent++
        super.send(data)
      }
    }
    this.provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}/sync`, planId, doc, {
      disableBc: true,
      params: { ...(options.hasExtensions === false ? {} : { ext: '1' }), ...options.params },
      WebSocketPolyfill: CountingSocket as unknown as typeof globalThis.WebSocket,
      maxBackoffTime: 200,
    })
    for (const type of [messageTypes.hello, messageTypes.event, messageTypes.refused])
      this.provider.messageHandlers[type] = () => note()
    this.provider.messageHandlers[messageTypes.ack] = (_encoder, decoder) => {
      this.acked = decoding.readVarUint(decoder)
      this.ackedSeq = decoding.readVarUint(decoder)
      note()
    }
    this.provider.on('sync', note)
    this.provider.on('status', note)
    doc.on('update', note)
  }

  get isSaved(): boolean {
    return this.provider.synced && this.sent > 0 && this.acked === this.sent
  }

  /** Resolves when `condition` holds; checked after each message. */
  until(condition: () => boolean, what = 'condition', timeoutMs = 20_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#changed.delete(look)
        reject(new Error(`timed out: ${what}`))
      }, timeoutMs)
      const look = () => {
        if (!condition()) return
        clearTimeout(timer)
        this.#changed.delete(look)
        resolve()
      }
      this.#changed.add(look)
      look()
    })
  }

  /** Calls back after each message and each change of the connection. */
  onChange(look: () => void): void {
    this.#changed.add(look)
  }

  close(): void {
    this.provider.destroy()
    this.doc.destroy()
  }

  #note(): void {
    for (const look of [...this.#changed]) look()
  }
}
