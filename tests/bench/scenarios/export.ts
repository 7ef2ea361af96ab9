import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { startChromium } from '../chromium.ts'
import type { ScenarioResult } from '../report.ts'
import { median } from '../statistics.ts'

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }
const sentence =
  'Wij spreken af dat de praktijkondersteuner, de wijkverpleging en het sociaal wijkteam elkaar elke maand spreken over wat er in de wijk speelt. '
const text = (paragraphs: number) =>
  Array.from({ length: paragraphs }, (_, at) => `${at + 1}. ${sentence.repeat(5)}`).join('\n\n')
const kinds = ['pdf', 'docx', 'odt', 'xlsx', 'html'] as const

/** A plan of some sixty pages as each kind of file, warm; the delay of others; and the same page printed by Chromium. */
export async function measureExport(runs: number): Promise<ScenarioResult> {
  const server = await ServerProcess.start()
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    const budget = Array.from({ length: 150 }, (_, at) => ({
      id: `regel${at}`,
      group: 'netwerk',
      description: `Regel ${at}`,
      quantityHundredths: at * 37,
      rateCents: 7500,
    }))
    const planId = await coordinator.createPlan({
      format: 'medrie-wijkplan',
      values,
      fields: { netwerk: text(170), leden: text(75), uitgangspunten: text(75) },
      tables: { budget },
    })
    const fetchFile = async (kind: string) => {
      const response = await fetch(`${server.url}/api/plans/${planId}/export.${kind}`, {
        headers: { cookie: coordinator.cookie },
      })
      if (!response.ok) throw new Error(`export.${kind}: ${response.status}`)
      return new Uint8Array(await response.arrayBuffer())
    }
    const rows: ScenarioResult['rows'][number][] = []
    let page: Uint8Array = new Uint8Array()
    for (const kind of kinds) {
      page = await fetchFile(kind)
      const times: number[] = []
      const waits: number[] = []
      for (let run = 0; run < runs; run += 1) {
        let isDone = false
        const others = waitMeanwhile(server.url, () => isDone)
        const startedAt = performance.now()
        await fetchFile(kind)
        times.push(performance.now() - startedAt)
        isDone = true
        waits.push(await others)
      }
      rows.push(
        { metric: `${kind}, until the last byte`, unit: 'ms', figures: { ours: median(times) } },
        {
          metric: `${kind}, longest wait of another request`,
          unit: 'ms',
          figures: { ours: median(waits) },
        },
      )
    }
    rows.push({
      metric: 'the same page printed by a warm Chromium',
      unit: 'ms',
      figures: { ours: await printByChromium(new TextDecoder().decode(page), runs) },
    })
    return {
      id: 'export',
      title: 'A plan of some sixty pages as a file',
      rows,
      notes: [
        'Chromium prints the web page that we export: not tagged as PDF/UA, without a cover, contents or signature sheet.',
      ],
    }
  } finally {
    await server.stop()
  }
}

export async function waitMeanwhile(url: string, isDone: () => boolean): Promise<number> {
  let longest = 0
  while (!isDone()) {
    const startedAt = performance.now()
    await (await fetch(`${url}/healthz`)).arrayBuffer()
    longest = Math.max(longest, performance.now() - startedAt)
  }
  return longest
}

async function printByChromium(html: string, runs: number): Promise<number> {
  const browser = await startChromium()
  try {
    const page = await browser.newPage()
    const times: number[] = []
    for (let run = 0; run <= runs; run += 1) {
      const startedAt = performance.now()
      await page.setContent(html)
      await page.pdf({ format: 'A4' })
      // The first export warms up the process.
      if (run > 0) times.push(performance.now() - startedAt)
    }
    return median(times)
  } finally {
    await browser.close()
  }
}
