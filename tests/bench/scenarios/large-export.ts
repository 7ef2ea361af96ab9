import { setTimeout as sleep } from 'node:timers/promises'
import { exportKindNames } from '#shared/export-formats.ts'
import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { atMost, type Row, type ScenarioResult } from '../report.ts'
import { waitMeanwhile } from './export.ts'

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }
const rowCount = 5000
/** An idle export process ends after twenty seconds. */
const idleMs = 25_000

/** A budget of five thousand rows as each kind of file: duration, delay of others, and whether the memory is freed. */
export async function measureLargeExport(times: number): Promise<ScenarioResult> {
  const server = await ServerProcess.start()
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    const planId = await coordinator.createPlan({
      format: 'medrie-wijkplan',
      values,
      tables: {
        budget: Array.from({ length: rowCount }, (_, at) => ({
          id: `regel${at}`,
          group: 'netwerk',
          description: `Regel ${at} over het overleg in de wijk`,
          quantityHundredths: 100 + at,
          rateCents: 7500,
        })),
      },
    })
    const fetchFile = async (kind: string): Promise<number> => {
      for (;;) {
        const startedAt = performance.now()
        const response = await fetch(`${server.url}/api/plans/${planId}/export.${kind}`, {
          headers: { cookie: coordinator.cookie },
        })
        const { byteLength } = await response.arrayBuffer()
        if (response.ok && byteLength > 0) return performance.now() - startedAt
        if (response.status !== 429) throw new Error(`export.${kind}: ${response.status}`)
        await sleep(3000)
      }
    }
    const resident = async (): Promise<number> => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text()
      return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1e6
    }
    const rows: Row[] = []
    // A first read warms the code and loads the plan.
    await fetchFile('csv')
    await sleep(idleMs)
    const before = await resident()
    let peak = before
    for (const kind of exportKindNames) {
      let isDone = false
      const others = waitMeanwhile(server.url, () => isDone)
      // Only the fault of the file counts; the server is then stopped while these requests run.
      others.catch(() => undefined)
      const ms = await fetchFile(kind)
      isDone = true
      rows.push(
        { metric: `${kind}, until the last byte`, unit: 'ms', figures: { ours: ms } },
        {
          metric: `${kind}, longest wait of another request`,
          unit: 'ms',
          figures: { ours: await others },
          target: atMost(250, 'nobody else waits'),
        },
      )
      peak = Math.max(peak, await resident())
    }
    for (let time = 0; time < times; time += 1) {
      await fetchFile('docx')
      peak = Math.max(peak, await resident())
    }
    await sleep(idleMs)
    const megabytes = (metric: string, figure: number, target?: Row['target']): Row => ({
      metric,
      unit: 'MB',
      figures: { ours: figure },
      ...(target === undefined ? {} : { target }),
    })
    rows.push(
      megabytes('resident memory before', before),
      megabytes('highest seen between two files', peak),
      megabytes(
        `after all kinds and ${times} more Word files`,
        await resident(),
        atMost(before + 100, 'given back, but for 100 MB'),
      ),
    )
    return {
      id: 'large-export',
      title: `A budget of ${rowCount.toLocaleString('en')} rows as a file`,
      rows,
      notes: [
        'Each kind once, in a new process each: one ends after a plan this large. Memory of the server, after 25 s of rest.',
      ],
    }
  } finally {
    await server.stop()
  }
}
