import type { Server } from 'node:http'
import type { Registry } from 'prom-client'
import type { Guard } from './auth/guard.ts'
import type { Sessions } from './auth/sessions.ts'
import type { SignInLinks } from './auth/sign-in-links.ts'
import type { Background } from './background.ts'
import type { FileMaker } from './export/file-maker.ts'
import type { App } from './http/route.ts'
import type { WebsocketUpgrades } from './http/websocket-upgrade.ts'
import type { Activity } from './plans/activity.ts'
import type { Clock, Ids, Logger } from './runtime.ts'
import type { SqlPlanLog } from './storage/plan-log-sql.ts'
import type { FaultGate } from './storage/storage-faults.ts'
import type { Storage } from './storage/tables.ts'
import type { Rooms } from './sync/room/rooms.ts'

export type Installation = {
  app: App
  sockets: WebsocketUpgrades
  /** Handles the websocket handshakes of a server, and ends connections that are too slow. */
  watchClients(server: Server): void
  db: Storage
  log: SqlPlanLog
  rooms: Rooms
  activity: Activity
  guard: Guard
  links: SignInLinks
  sessions: Sessions
  files: FileMaker
  registry: Registry
  /** Called when storage can't be trusted any more. */
  faults: FaultGate
  /** The background jobs. */
  background: readonly Background[]
  /** From now on `/readyz` reports that no more traffic should come. */
  beginStop(): void
  /** After the last connection: commits received updates and closes the database. */
  close(): Promise<void>
}

export type World = {
  clock: Clock
  ids: Ids
  logger: Logger
  /** See the commit queue; none where the clock stands still until a test moves it. */
  commitPaceMs?: number
  /** For tests: the transport to the mail server. */
  smtp?: { random: () => number; timeoutMs: number }
  /** For tests: how long an identity provider may take. */
  oidcTimeoutMs?: number
  /** For tests: null for a machine that can't print. */
  pdfCompiler?: null
}
export type Folders = {
  formatsFolder: string
  clientFolder: string
  /** The paths of the programs for child threads and processes. */
  processesFolder: string
  version: string
}
