import type { WebSocket } from 'ws'
import type { ErrorCode } from '#shared/errors.ts'
import type { MonotonicClock } from '../runtime.ts'
import type { Socket } from '../sync/room/connection.ts'
import { closeCode, decideEntry, enterPlan, isForeign, type SyncDependencies } from './entry.ts'
import type { SocketRoute } from './socket-door.ts'
import { writeMessages } from './websocket-frames.ts'

/** How long someone who was turned away may take to hang up. */
const farewellMs = 2_000

const planPath = /^\/sync\/([^/]+)$/

/**
 * `/sync/<planId>`. A foreign Origin is refused before the handshake; every other refusal comes as a close code after
 * it, because a browser can't see why a handshake failed.
 */
export function planSockets(dependencies: SyncDependencies): SocketRoute {
  const { clock, allowsOrigin } = dependencies
  return (path, knock) => {
    const planId = planPath.exec(path)?.[1]
    if (planId === undefined) return null
    if (isForeign(knock, allowsOrigin)) return Promise.resolve({ kind: 'refused', status: 403 })
    // Decided before the handshake, so that no message can arrive while we do not know from whom.
    return decideEntry(dependencies, planId, knock).then((entry) => ({
      kind: 'welcome',
      onOpen(raw) {
        if (entry.kind === 'refused') return turnAway(raw, entry.code, clock)
        const connection = enterPlan(dependencies, knock, planId, entry, toSocket(raw))
        raw.on('message', (data: Buffer, isBinary) => {
          if (isBinary) connection.onMessage(data)
          else connection.close('bad-frame')
        })
        raw.on('pong', () => connection.onPong())
        raw.on('close', () => connection.onClosed())
        raw.on('error', () => connection.onClosed())
      },
    }))
  }
}

/** Says why and hangs up. Someone who is nobody here gets no time and no memory: a first message ends it too. */
function turnAway(socket: WebSocket, code: ErrorCode, clock: MonotonicClock): void {
  socket.close(closeCode(code), code)
  socket.on('message', () => socket.terminate())
  socket.on('error', () => socket.terminate())
  const cancel = clock.after(farewellMs, () => socket.terminate())
  socket.on('close', cancel)
}

function toSocket(raw: WebSocket): Socket {
  return {
    get bufferedBytes() {
      return raw.bufferedAmount
    },
    send: (messages) => writeMessages(raw, messages),
    close: (code, reason) => raw.close(code, reason),
    terminate: () => raw.terminate(),
    ping() {
      if (raw.readyState === raw.OPEN) raw.ping()
    },
    pause: () => raw.pause(),
    resume: () => raw.resume(),
  }
}
