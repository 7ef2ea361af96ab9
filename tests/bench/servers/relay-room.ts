import type { WebSocket } from 'ws'

/** The answer to step 1: an update without content, so that a client of a relay counts as synced too. */
export const nothingNew = Buffer.from([0, 1, 2, 0, 0])

export function isStep1(data: Buffer): boolean {
  return data[0] === 0 && data[1] === 0
}

export function listenPort(): number {
  return Number(process.env['PORT'])
}

/** The members per room; a room is a path. */
export function createMembership(): {
  enter(path: string, socket: WebSocket): ReadonlySet<WebSocket>
} {
  const rooms = new Map<string, Set<WebSocket>>()
  return {
    enter(path, socket) {
      const members = rooms.get(path) ?? new Set()
      rooms.set(path, members.add(socket))
      socket.on('close', () => members.delete(socket))
      return members
    },
  }
}
