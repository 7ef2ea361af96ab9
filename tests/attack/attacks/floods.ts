import { encodeStep1 } from '#shared/protocol/codec.ts'
import { encodeBatch, type Opened } from '#shared/protocol/http.ts'
import { type Attack, claim } from '../attack.ts'
import { AttackSocket } from '../attack-socket.ts'
import type { Target } from '../target.ts'

const floodMs = 10_000
/** The smallest question: requests the whole document, with an empty state vector. */
const question = encodeStep1(Uint8Array.of(0))

/** More messages than a user may send, of a kind that the server answers and never stores. */
export const floodAttacks: readonly Attack[] = [
  {
    id: 'frames',
    title: 'as many questions over one websocket as fit in ten seconds',
    async prepare(target, scale) {
      const { link, planId } = await reader(target)
      return async () => {
        const { cookie } = await target.signIn(link)
        const sockets = await Promise.all(
          Array.from({ length: Math.ceil(scale) }, () =>
            AttackSocket.open(target.url, planId, cookie),
          ),
        )
        const until = performance.now() + floodMs
        let sent = 0
        while (performance.now() < until && sockets.some((socket) => socket.isOpen)) {
          const last = sockets.map((socket) => {
            for (let i = 0; i < 500; i++) void socket.send(question)
            return socket.send(question)
          })
          sent += 501 * sockets.length
          // A server that reads more slowly makes this wait, which is the expected behaviour.
          await Promise.race([Promise.all(last), sleep(1000)])
        }
        const answered = sockets.reduce((sum, socket) => sum + socket.frames, 0)
        for (const socket of sockets) socket.close()
        return {
          did: `${sent} questions sent, ${answered} answers`,
          claims: [claim('the flood was answered at all', answered > 0)],
        }
      }
    },
  },
  {
    id: 'batch',
    title: 'hundreds of thousands of questions in one request, by a reader',
    async prepare(target, scale) {
      const { link, planId } = await reader(target)
      const frames = new Array<Uint8Array>(700_000 * scale).fill(question)
      const body = encodeBatch({ number: 1, received: 0, isLast: false, frames })
      return async () => {
        const mallory = await target.signIn(link)
        const headers = { cookie: mallory.cookie, origin: target.url }
        const stream = `${target.url}/sync/${planId}/stream`
        const opening = await fetch(`${stream}?ext=1`, { method: 'POST', headers })
        const opened = (await opening.json()) as Opened
        if (opened.kind !== 'open') throw new Error(`not let in: ${opened.reason}`)
        const answer = await fetch(`${stream}/${opened.id}`, {
          method: 'POST',
          headers,
          body,
        }).then(
          ({ status }) => String(status),
          (error: Error) => error.message,
        )
        return {
          did: `one POST of ${body.byteLength} bytes with ${frames.length} frames: ${answer}`,
          claims: [claim('the request was answered or ended', answer !== '')],
        }
      }
    },
  },
]

async function reader(target: Target): Promise<{ link: string; planId: string }> {
  return target.fill(async ({ db, addPerson, createPlan }) => {
    const owner = await addPerson('Els')
    const { id, link } = await addPerson('Mallory')
    const planId = await createPlan(owner.id)
    await db
      .insertInto('members')
      .values({ plan_id: planId, user_id: id, role: 'reader', discipline: null, added_at: 0 })
      .execute()
    return { link, planId }
  })
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
