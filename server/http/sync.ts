import type { Hono } from 'hono'
import { mountConnectionCheck } from './connection-check.ts'
import type { SyncDependencies } from './entry.ts'
import { planSockets } from './plan-sockets.ts'
import { createSocketDoor, type SocketDoor } from './socket-door.ts'
import { mountStream } from './stream.ts'

/** Every transport into a plan's room, and the public test of which of them a network allows. */
export function mountSync(app: Hono, dependencies: SyncDependencies): SocketDoor {
  app.get('/sync/:planId', (c) => c.text('websocket verwacht', 426))
  mountStream(app, dependencies)
  return createSocketDoor(
    [planSockets(dependencies), mountConnectionCheck(app, dependencies)],
    dependencies.logger,
  )
}
