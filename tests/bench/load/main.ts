import { Crowd } from './crowd.ts'
import { checkKeystrokes } from './keystrokes.ts'
import type { LoadCalls, Reply, Request } from './messages.ts'
import { join, seed, stateOf } from './single.ts'
import { recover, typeSteadily } from './typing.ts'

/** The load process; the benchmark calls it over IPC. */
const crowd = new Crowd()

const calls: LoadCalls = {
  open: (params) => crowd.open(params),
  reopen: (params) => crowd.reopen(params),
  type: (params) => typeSteadily(crowd, params),
  recover: (params) => recover(crowd, params),
  close: async () => {
    crowd.close()
    return null
  },
  join: ({ room, expectedBytes }) => join(room, expectedBytes),
  seed,
  losses: () => crowd.losses(stateOf),
}

checkKeystrokes()
process.on('message', (request: Request) => {
  const call = calls[request.method] as (params: unknown) => Promise<unknown>
  call(request.params).then(
    (result) => reply({ id: request.id, result }),
    (error: unknown) =>
      reply({
        id: request.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  )
})

function reply(reply: Reply): void {
  process.send?.(reply)
}
