import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '#server/runtime.ts'
import { type LimitName, limits, type OnLimited } from '#shared/limits.ts'

const checkEveryMs = 1_000
/** An average rate is not meaningful before this time. */
const paceAfterMs = 10_000

/** Counted in checks and not in time: when the event loop blocked, the client was not slow. */
type Watched = {
  request: { incoming: IncomingMessage; outgoing: ServerResponse; from: number } | null
  checks: number
  read: number
  silentChecks: number
  flushed: number
  stuckChecks: number
}

/**
 * Ends connections that send a body too slowly or do not read the answer. Node limits only the time
 * of a whole request, so one machine could hold thousands of sockets, each with a buffer, for two
 * minutes or for ever. Websockets have their own rules (KA1, KA2).
 */
export function watchSlowClients(
  server: Server,
  { clock, onLimited }: { clock: Clock; onLimited: OnLimited },
): void {
  const sockets = new Map<Socket, Watched>()

  server.on('connection', (socket: Socket) => {
    sockets.set(socket, {
      request: null,
      checks: 0,
      read: 0,
      silentChecks: 0,
      flushed: 0,
      stuckChecks: 0,
    })
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('upgrade', ({ socket }: IncomingMessage) => sockets.delete(socket))
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const watched = sockets.get(incoming.socket)
    if (watched === undefined) return
    watched.request = { incoming, outgoing, from: incoming.socket.bytesRead }
    watched.checks = 0
    watched.silentChecks = 0
  })

  function check(): void {
    for (const [socket, watched] of sockets) {
      const reason = slowReader(socket, watched) ?? slowSender(socket, watched)
      if (reason === null) continue
      onLimited(reason)
      sockets.delete(socket)
      hangUp(socket, watched)
    }
    clock.after(checkEveryMs, check)
  }
  clock.after(checkEveryMs, check)
}

/** A client that sends its request too slowly. */
function slowSender(socket: Socket, watched: Watched): LimitName | null {
  const { request } = watched
  if (request === null) return null
  if (request.incoming.complete) {
    watched.request = null
    return null
  }
  watched.checks += 1
  const isSilent = socket.bytesRead === watched.read
  watched.read = socket.bytesRead
  watched.silentChecks = isSilent ? watched.silentChecks + 1 : 0
  if (watched.silentChecks * checkEveryMs >= limits.requestBodySilence.max)
    return 'requestBodySilence'
  const ms = watched.checks * checkEveryMs
  if (ms >= limits.requestBody.max) return 'requestBody'
  const kibibytes = (socket.bytesRead - request.from) / 1024
  return ms > paceAfterMs && ms > kibibytes * limits.requestBodyPace.max ? 'requestBodyPace' : null
}

/** A client that does not read its answer. Bytes handed to the operating system count as read. */
function slowReader(socket: Socket, watched: Watched): LimitName | null {
  const flushed = socket.bytesWritten - socket.writableLength
  const isStuck = socket.writableLength > 0 && flushed === watched.flushed
  watched.flushed = flushed
  watched.stuckChecks = isStuck ? watched.stuckChecks + 1 : 0
  return watched.stuckChecks * checkEveryMs >= limits.answerSilence.max ? 'answerSilence' : null
}

function hangUp(socket: Socket, { request, stuckChecks }: Watched): void {
  if (request !== null && stuckChecks === 0 && !request.outgoing.headersSent)
    socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  socket.destroySoon()
  if (stuckChecks > 0) socket.destroy()
}
