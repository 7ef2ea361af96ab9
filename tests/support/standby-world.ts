import type { LocalStore } from '#client/sync/device/local-copy.ts'
import { ApiClient } from './api-client.ts'
import { NetworkedPerson } from './networked-person.ts'
import { PostgresInstance, withoutDisk } from './postgres-instance.ts'
import { ServerProcess } from './server-process.ts'
import { TcpRelay } from './tcp-relay.ts'

export const values = {
  wijk: 'Kraaienveen',
  team: 'Wijkteam Kraaienveen',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

export type StandbyWorld = Awaited<ReturnType<typeof beginWithStandby>>

/**
 * A primary with a standby that nobody waits for, and servers that reach whichever is the primary.
 * Everything that it starts is ended by `ending`, from the last to the first.
 */
export async function beginWithStandby(
  ending: (() => Promise<unknown>)[],
  { servers }: { servers: number },
) {
  const primary = await PostgresInstance.start(withoutDisk)
  ending.push(() => primary.remove())
  await primary.query('create database wijktafel')
  const standby = await primary.standby('tweede')
  ending.push(() => standby.remove())
  const toDatabase = await TcpRelay.start([primary.port])
  ending.push(() => toDatabase.stop())
  const toServers = await TcpRelay.start([])
  ending.push(() => toServers.stop())
  const publicUrl = `http://127.0.0.1:${toServers.port}`
  const nodes: ServerProcess[] = []
  for (let n = 0; n < servers; n++) {
    const node = await ServerProcess.start({
      DATABASE_URL: `postgres://postgres@127.0.0.1:${toDatabase.port}/wijktafel`,
      SECRET_KEY: 'voor-deze-proef-en-nergens-anders',
      PUBLIC_URL: publicUrl,
    })
    ending.push(() => node.stop())
    nodes.push(node)
  }
  toServers.pointTo(nodes.map(({ port }) => port))
  const link = await nodes.at(-1)?.firstLink()
  const els = await new ApiClient(publicUrl).signIn(link ?? '')
  const planId = await els.createPlan({ format: 'medrie-wijkplan', values })
  const quiet = await els.createPlan({ format: 'medrie-wijkplan', values })
  const { cookie } = els
  const open = (plan: string, store?: LocalStore) =>
    new NetworkedPerson({ url: publicUrl, origin: publicUrl, cookie }).open(plan, 'direct', store)
  const replayed = async () => {
    const [row] = await primary.query<{ at: string }>('select pg_current_wal_lsn() as at')
    for (;;) {
      const [state] = await standby.query<{ is: boolean }>(
        `select pg_last_wal_replay_lsn() >= '${row?.at}' as is`,
      )
      if (state?.is === true) return
    }
  }
  return { primary, standby, toDatabase, toServers, nodes, els, planId, quiet, open, replayed }
}

/** What is written from now on is acknowledged, and never reaches the standby. */
export async function letItFallBehind({ standby, replayed }: StandbyWorld) {
  await replayed()
  await standby.set({ primary_conninfo: '' })
  const isCut = async () => {
    const [row] = await standby.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_wal_receiver where status = 'streaming'`,
    )
    return row?.n === 0
  }
  while (!(await isCut())) await new Promise((resolve) => setImmediate(resolve))
}

export async function failOver({ primary, standby, toDatabase }: StandbyWorld) {
  await primary.kill('SIGKILL')
  await standby.promote()
  toDatabase.pointTo([standby.port])
}
