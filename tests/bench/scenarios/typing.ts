import { contestants } from '../contestants/all.ts'
import { type Context, measureEach } from '../context.ts'
import { measureFsync } from '../machine.ts'
import { atLeast, atMost, type Row, type ScenarioResult } from '../report.ts'

type Shape = {
  id: string
  title: string
  plans: number
  clients: number
  typing: number
  keysPerSecond: number
}

const kinds = [
  contestants.ours,
  contestants.yWebsocketServer,
  contestants.hocuspocus,
  contestants.relay,
  contestants.batchingRelay,
]

export const meeting: Shape = {
  id: 'meeting',
  title: 'One meeting: 20 clients in a plan, 5 typing 10 keys a second',
  plans: 1,
  clients: 20,
  typing: 5,
  keysPerSecond: 10,
}
export const region: Shape = {
  id: 'region',
  title: 'A region: 200 plans of 5 clients, in each 1 typing 2 keys a second',
  plans: 200,
  clients: 5,
  typing: 1,
  keysPerSecond: 2,
}

/** Typing at a human pace: measures the acknowledgement, the delivery to others and the cost. */
export async function measureTyping(context: Context, shape: Shape): Promise<ScenarioResult> {
  const seconds = context.isProfiling ? 20 : context.isQuick ? 2 : 6
  const fsyncs = [measureFsync().median]
  const figure = await measureEach(context, kinds, async (contestant, load) => {
    await load.call('open', {
      rooms: await contestant.rooms(shape.plans, shape.plans === 1 ? shape.clients : 1),
      clientsPerRoom: shape.clients,
      typistsPerRoom: shape.typing,
    })
    // Servers run for weeks, so their code is warm during a meeting.
    await load.call('type', {
      perSecond: 2000 / (shape.plans * shape.typing),
      seconds: context.isQuick ? 1 : 2,
      drainMs: 5000,
    })
    const cpuBefore = contestant.cpuSeconds()
    const { fanOut, ack, delivered, generatorLoad } = await contestant.profiled(() =>
      load.call('type', { perSecond: shape.keysPerSecond, seconds, drainMs: 5000 }),
    )
    const cpu = contestant.cpuSeconds() - cpuBefore
    return {
      fanOutMedian: fanOut.medianMs,
      fanOutP99: fanOut.p99Ms,
      ackMedian: ack.medianMs,
      ackP99: ack.p99Ms,
      perCpuSecond: delivered / cpu,
      cpu,
      generatorLoad,
    }
  })
  fsyncs.push(measureFsync().median)
  const fsyncMs = Math.max(...fsyncs)
  const [ackP99, fanOutP99, perCpu] = [
    figure('ackP99'),
    figure('fanOutP99'),
    figure('perCpuSecond'),
  ]
  const [hocuspocus, yWebsocket] = [
    perCpu.hocuspocus ?? Number.NaN,
    perCpu['y-websocket-server'] ?? Number.NaN,
  ]
  const isMeeting = shape.id === 'meeting'
  const rows: Row[] = [
    { metric: 'fan-out, median', unit: 'ms', figures: figure('fanOutMedian') },
    {
      metric: 'fan-out, p99',
      unit: 'ms',
      figures: fanOutP99,
      ...(isMeeting && fsyncMs < 3
        ? { target: atMost(12, 'where an fsync takes under 3 ms') }
        : {}),
    },
    { metric: 'acknowledged, median (ours: on disk)', unit: 'ms', figures: figure('ackMedian') },
    {
      metric: 'acknowledged, p99',
      unit: 'ms',
      figures: ackP99,
      ...(isMeeting
        ? { target: atMost(3 * (ackP99.hocuspocus ?? Number.NaN), '3 × Hocuspocus') }
        : {}),
    },
    {
      metric: 'keystrokes delivered per CPU-second of the server',
      unit: '',
      figures: perCpu,
      target: atLeast(
        Math.max(2 * hocuspocus, 1.2 * yWebsocket),
        '2 × Hocuspocus and 1.2 × y-websocket-server',
      ),
    },
    { metric: `CPU of the server in ${seconds} s`, unit: 's', figures: figure('cpu') },
  ]
  return {
    id: shape.id,
    title: shape.title,
    rows,
    notes: [
      `Medians of ${context.repetitions} run(s) of ${seconds} s after a warm-up. Only Hocuspocus and ours acknowledge; that of Hocuspocus says that it is in memory. fsync before and after: ${fsyncs.map((ms) => ms.toFixed(2)).join(' and ')} ms.`,
    ],
  }
}
