import { sql } from 'kysely'
import type { Readiness } from './http/observe.ts'
import type { CopyAge } from './modules/copies-module.ts'
import type { Storage } from './storage/tables.ts'
import type { Rooms } from './sync/room/rooms.ts'

/** Whether this process can take traffic. */
export function createReadiness({
  db,
  rooms,
  copyAge,
  onStop,
}: {
  db: Storage
  rooms: Rooms
  copyAge: CopyAge
  /** Answers without an end must end, or the server waits for them. */
  onStop: () => void
}): Readiness & { beginStop(): void } {
  let isStopping = false
  return {
    isStopping: () => isStopping,
    beginStop() {
      isStopping = true
      onStop()
    },
    checkStorage: async () => {
      await sql`select 1`.execute(db)
      await rooms.checkStorage()
    },
    async details() {
      const copy = await copyAge()
      const none: Record<string, number | null> = {}
      return copy === null ? none : { copyAgeSeconds: copy.seconds }
    },
  }
}
