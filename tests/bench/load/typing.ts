import { setTimeout as sleep } from 'node:timers/promises'
import type { Crowd } from './crowd.ts'
import { Histogram } from './latencies.ts'
import type { RecoverParams, RecoverResult, TypeParams, TypeResult } from './messages.ts'

/** Users notice a delivery that is later than this. */
export const lateMs = 250

/** All typists type at a steady pace, whatever the server does, and never wait for an answer. */
export async function typeSteadily(
  crowd: Crowd,
  { perSecond, seconds, drainMs }: TypeParams,
): Promise<TypeResult> {
  const [fanOut, ack] = [new Histogram(), new Histogram()]
  let [delivered, deliveredInTime, sent, lastLateAt, acks] = [0, 0, 0, 0, 0]
  const startedAt = performance.now()
  const endsAt = startedAt + seconds * 1000
  crowd.ears = {
    onKeystroke: (ageMs) => {
      delivered++
      fanOut.add(ageMs)
      const now = performance.now()
      if (now <= endsAt) deliveredInTime++
      if (ageMs > lateMs) lastLateAt = now
    },
    onAck: (ageMs) => {
      acks++
      ack.add(ageMs)
    },
  }
  const cpu = process.cpuUsage()
  sent = await pace(crowd, perSecond, seconds)
  const used = process.cpuUsage(cpu)
  const generatorLoad = (used.user + used.system) / 1000 / (performance.now() - startedAt)
  const stoppedAt = performance.now()
  const expected = sent * crowd.othersPerRoom
  // Some servers acknowledge nothing; without readers only acknowledgements tell.
  const isDone = () => delivered >= expected && (acks >= sent || (acks === 0 && expected > 0))
  while (!isDone() && crowd.closed === 0 && performance.now() < stoppedAt + drainMs) await sleep(5)
  // A lost keystroke counts as later than any other.
  if (delivered < expected) fanOut.add(Math.max(drainMs, lateMs * 2), expected - delivered)
  return {
    sent,
    deliveredInTime,
    delivered,
    expected,
    fanOut: fanOut.summary(),
    ack: ack.summary(),
    generatorLoad,
    closed: crowd.closed,
    lateForMs: Math.max(0, lastLateAt - stoppedAt),
  }
}

/** An overload, then the load of a meeting: measures the time until deliveries are in time again. */
export async function recover(
  crowd: Crowd,
  { overloadPerSecond, overloadSeconds, normalPerSecond, longestMs }: RecoverParams,
): Promise<RecoverResult> {
  let lastLateAt = 0
  let heard = 0
  crowd.ears = {
    onKeystroke: (ageMs) => {
      heard++
      if (ageMs > lateMs) lastLateAt = performance.now()
    },
    onAck: () => undefined,
  }
  await pace(crowd, overloadPerSecond, overloadSeconds)
  const overAt = performance.now()
  lastLateAt = overAt
  // Recovered when a whole second of typing arrived in time.
  while (performance.now() - overAt < longestMs && crowd.closed === 0) {
    const before = heard
    const sent = await pace(crowd, normalPerSecond, 0.25)
    const isQuiet = performance.now() - lastLateAt > 1000
    if (isQuiet && heard - before >= sent * crowd.othersPerRoom * 0.5)
      return { ms: lastLateAt - overAt, closed: crowd.closed }
  }
  return { ms: null, closed: crowd.closed }
}

/** `perSecond` is per typist; the typists are staggered, so that not all keys fall at the same moment. */
async function pace(crowd: Crowd, perSecond: number, seconds: number): Promise<number> {
  const { typists } = crowd
  const typed = typists.map(() => 0)
  const startedAt = performance.now()
  let sent = 0
  for (;;) {
    const elapsed = Math.min(seconds, (performance.now() - startedAt) / 1000)
    for (const [turn, { client }] of typists.entries()) {
      const due = Math.floor(elapsed * perSecond + turn / typists.length) - (typed[turn] ?? 0)
      if (due <= 0) continue
      client.type(due)
      typed[turn] = (typed[turn] ?? 0) + due
      sent += due
    }
    if (elapsed >= seconds || crowd.closed > 0) return sent
    await sleep(1)
  }
}
