import { sql } from 'kysely'
import { PostgresConnection } from '#server/storage/postgres/postgres-pool.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { ProblemBody } from '#shared/errors.ts'
import { type Answer, Person, TestInstallation } from '../http/installation.ts'
import { freshDatabase } from './postgres-server.ts'

type Paused = { reached: Promise<void>; release(): void }

/** Holds the first statement like this one, on whichever node of this process it comes. */
function pauseAt(pattern: RegExp): Paused {
  const { prototype } = PostgresConnection
  const query = prototype.query
  const reached = door()
  const released = door()
  let isTaken = false
  const original = query as (statement: string, values?: readonly unknown[]) => unknown
  prototype.query = async function (
    this: PostgresConnection,
    statement: string,
    values?: readonly unknown[],
  ) {
    if (!isTaken && pattern.test(statement)) {
      isTaken = true
      reached.open()
      await released.opened
    }
    return original.call(this, statement, values)
  } as typeof query
  return {
    reached: reached.opened,
    release() {
      prototype.query = query
      released.open()
    },
  }
}

function door(): { opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

/** Two composed servers, each with a pool of its own, on one PostgreSQL. */
export class TwoNodes {
  readonly here: TestInstallation
  readonly there: TestInstallation

  private constructor(here: TestInstallation, there: TestInstallation) {
    this.here = here
    this.there = there
  }

  static async open(environment: Record<string, string> = {}): Promise<TwoNodes> {
    const settings = { ...environment, DATABASE_URL: await freshDatabase() }
    const here = await TestInstallation.open(settings)
    return new TwoNodes(here, await here.beside(settings))
  }

  get db(): Storage {
    return this.here.db
  }

  /** The same session on the other node. */
  elsewhere(person: Person): Person {
    return new Person(this.there, person.cookie)
  }

  /**
   * Both inside at once: the first is held just before the statement by which it changes the
   * database, after everything that it read, until the second one has ended or waits for a lock.
   */
  async race<A, B>(
    before: RegExp,
    first: () => Promise<A>,
    second: () => Promise<B>,
  ): Promise<[A, B]> {
    const paused = pauseAt(before)
    try {
      const one = first()
      const early = one.then(() => Promise.reject(new Error(`It never ran ${before}.`)))
      await Promise.race([paused.reached, early])
      early.catch(() => undefined)
      let isOver = false
      const other = second().finally(() => {
        isOver = true
      })
      other.catch(() => undefined)
      while (!isOver && !(await this.#isOneWaiting()))
        await new Promise((resolve) => setImmediate(resolve))
      paused.release()
      return [await one, await other]
    } finally {
      paused.release()
    }
  }

  async close(): Promise<void> {
    await this.there.installation.close()
    await this.here.close()
  }

  async #isOneWaiting(): Promise<boolean> {
    const { rows } = await sql`select 1 from pg_locks where not granted
      and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(
      this.db,
    )
    return rows.length > 0
  }
}

/** `done`, or the status and code of the refusal. */
export const said = ({ status, body }: Answer): string =>
  status < 300 ? 'done' : `${status} ${(body as ProblemBody).code}`

export type Act = (node: TestInstallation) => Promise<Answer>

export const by =
  (person: Person, method: string, path: string, body?: unknown): Act =>
  (node) =>
    person.via(node).ask(method, path, body === undefined ? {} : { body })

/**
 * Two acts inside at once, in both orders, each order on what `prepare` makes anew: the first one
 * here, the second one there.
 */
export async function inBothOrders(
  nodes: TwoNodes,
  before: RegExp,
  prepare: () => Promise<readonly [Act, Act]>,
): Promise<string[][]> {
  const outcomes: string[][] = []
  for (const isSwapped of [false, true]) {
    const [one, other] = await prepare()
    const [first, second] = isSwapped ? [other, one] : [one, other]
    const outcome = await nodes.race(
      before,
      () => first(nodes.here),
      () => second(nodes.there),
    )
    outcomes.push(outcome.map(said))
  }
  return outcomes
}
