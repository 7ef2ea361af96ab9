import { marksOf, typeMark } from '../support/marks.ts'
import { SyncClient } from '../support/sync-client.ts'
import type { BystanderOrder, BystanderReport, BystanderTask } from './bystander-process.ts'

/**
 * A user who edits another plan during an attack, in a process of its own, so that the work of the attackers does not count
 * as waiting for the server. It types at a fixed pace whether or not the server answers: a late answer delays no later
 * keystroke, otherwise a freeze would count as one slow keystroke instead of many.
 */
const everyMs = 50
const list = 'test:bystander'
/** How long it waits for outstanding acknowledgements after the last keystroke. */
const settleMs = 120_000

/** `message`: its number on the connection that sent it; null when that connection is gone, or there was none. */
type Waiting = { message: number | null; sentAt: number }

function run({ url, planId, cookie }: BystanderTask): void {
  const client = new SyncClient(url, planId, { cookie })
  let waiting: Waiting[] = []
  let delays: number[] = []
  let closes: number[] = []
  let typed = 0
  let timer: NodeJS.Timeout | undefined

  const isAcknowledged = ({ message }: Waiting) =>
    message === null ? client.isSaved : message <= client.acked
  const noteAcks = () => {
    const now = performance.now()
    for (const each of waiting) if (isAcknowledged(each)) delays.push(now - each.sentAt)
    waiting = waiting.filter((each) => !isAcknowledged(each))
  }
  client.provider.on('connection-close', () => {
    closes.push(client.closeCode ?? 0)
    // The next handshake sends these again, in one message.
    for (const each of waiting) each.message = null
  })
  client.onChange(noteAcks)

  const type = () => {
    typeMark(client.doc, list, typed++)
    const isOut = client.provider.wsconnected && client.provider.synced
    waiting.push({ message: isOut ? client.sent : null, sentAt: performance.now() })
  }
  const report = async (): Promise<BystanderReport> => {
    clearInterval(timer)
    let isSaved = true
    await client.until(() => client.isSaved, 'saved', settleMs).catch(() => (isSaved = false))
    noteAcks()
    const kept = new Set(marksOf(client.doc, list)).size
    const answer = { delaysMs: delays, closes, typed, kept, isSaved }
    delays = []
    closes = []
    return answer
  }

  process.on('message', (order: BystanderOrder) => {
    if (order === 'type') timer = setInterval(type, everyMs)
    else if (order === 'report') void report().then((answer) => process.send?.(answer))
    else process.exit(0)
  })
  void client.until(() => client.provider.synced, 'joined').then(() => process.send?.('joined'))
}

process.once('disconnect', () => process.exit(0))
process.once('message', (task: BystanderTask) => run(task))
