import type { Connection, Socket } from '#server/sync/room/connection.ts'
import type { SimNetwork } from './sim-network.ts'

/** A connection that sends anything, also while it is not read. */
export function rawConnection(network: SimNetwork, name: string, planId = 'plan') {
  const link = { frames: 0, closed: null as { code: number; reason: string } | null, paused: 0 }
  const socket: Socket = {
    bufferedBytes: 0,
    send: (frames) => {
      link.frames += frames.length
    },
    close: (code, reason) => {
      link.closed ??= { code, reason }
    },
    terminate() {},
    ping() {},
    pause: () => {
      link.paused++
    },
    resume() {},
  }
  const connection: Connection = network.accept(socket, { name, planId, hasExtensions: false })
  return { link, connection }
}
