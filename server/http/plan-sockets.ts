import type { WebSocket } from 'ws'
import type { ErrorCode } from '#shared/errors.ts'
import type { MonotonicClock } from '../runtime.ts'
import type { Socket } from '../sync/room/connection.ts'
import {
  closeCode,
  decideAdmission,
  enterPlan,
  isForeign,
  type SyncDependencies,
} from './admission.ts'
import { writeMessages } from './websocket-frames.ts'
import type { UpgradeRoute } from './websocket-upgrade.ts'

/** Time in ms that a refused client gets to close the connection. */
const farewellMs = 2_000

const planPath = /^\/sync\/([^/]+)$/

/**
 * `/sync/<planId>`. A foreign Origin is refused before the handshake; every other refusal is sent
 * as a close code after it, because a browser can't see why a handshake failed.
 */
export function planSockets(dependencies: SyncDependencies): UpgradeRoute {
  const { clock, allowsOrigin } = dependencies
  return (path, handshake) => {
    const planId = planPath.exec(path)?.[1]
    if (planId === undefined) return null
    if (isForeign(handshake, allowsOrigin)) return Promise.resolve({ kind: 'refused', status: 403 })
    // Admission is decided before the handshake, so no message can arrive from an unknown sender.
    return decideAdmission(dependencies, planId, handshake).then((admission) => ({
      kind: 'welcome',
      onOpen(raw) {
        if (admission.kind === 'refused') return turnAway(raw, admission.code, clock)
        const connection = enterPlan(dependencies, handshake, planId, admission, toSocket(raw))
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

/**
 * Sends the reason and closes. A refused client gets no time and no memory: its first message ends
 * the connection too.
 */
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
