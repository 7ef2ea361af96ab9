import { join } from 'node:path'
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'
import { openSqliteSingleFile } from '#server/storage/sqlite.ts'
import { listenPort } from './relay-room.ts'

/**
 * With all its defaults and the SQLite storage of its own extension: the same table, the same statements, default pragmas. Only
 * the driver is ours, because the `sqlite3` of the extension would be a second build of the same library.
 */
const database = openSqliteSingleFile(join(process.env['DATA_DIR'] ?? '.', 'hocuspocus.sqlite'))
database.exec(
  'create table if not exists "documents" ("name" varchar(255) not null, "data" blob not null, unique(name))',
)
const find = database.prepare<[string], { data: Buffer }>(
  'select data from "documents" where name = ? order by rowid desc',
)
const keep = database.prepare<[string, Buffer]>(
  'insert into "documents" ("name", "data") values (?, ?) on conflict(name) do update set data = excluded.data',
)

const server = new Server({
  port: listenPort(),
  address: '127.0.0.1',
  quiet: true,
  extensions: [
    new Database({
      fetch: async ({ documentName }) => find.get(documentName)?.data ?? null,
      store: async ({ documentName, state }) => {
        keep.run(documentName, Buffer.from(state))
      },
    }),
  ],
})
await server.listen()
