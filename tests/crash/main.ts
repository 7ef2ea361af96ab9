import { parseArgs } from 'node:util'
import { Random } from '../support/random.ts'
import { Campaign } from './campaign.ts'
import { type Disaster, NodeCampaign } from './node-campaign.ts'

const usage =
  'npm run test:crash -- [--runs N] [--seed S]\n' +
  'npm run test:crash -- --database postgres [--nodes N] [--kills N] [--database-kills N] [--promotions N] [--seed S]\n'
const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    runs: { type: 'string', default: '30' },
    nodes: { type: 'string', default: '2' },
    kills: { type: 'string', default: '20' },
    'database-kills': { type: 'string', default: '5' },
    promotions: { type: 'string', default: '2' },
    seed: { type: 'string' },
  },
})
const [runs, nodes] = [whole(values.runs, 1), whole(values.nodes, 1)]
const disasters: Readonly<Record<Disaster, number>> = {
  node: whole(values.kills, 0),
  database: whole(values['database-kills'], 0),
  promotion: whole(values.promotions, 0),
}
const seed = whole(values.seed ?? String(Math.floor(Math.random() * 2 ** 31)), 0)
const random = new Random(seed)
const say = (line: string) => process.stdout.write(`${line}\n`)
// Each y-websocket client adds a listener for the exit of the process.
process.setMaxListeners(0)

if (values.database === 'sqlite') process.exit((await onSqlite()) ? 0 : 1)
else if (values.database === 'postgres') process.exit((await onPostgres()) ? 0 : 1)
else fail()

function whole(text: string, least: number): number {
  const number = Number(text)
  return Number.isInteger(number) && number >= least ? number : fail()
}

function fail(): never {
  process.stderr.write(usage)
  process.exit(2)
}

async function onSqlite(): Promise<boolean> {
  const startedAt = performance.now()
  const total = { written: 0, acked: 0, lost: 0, doubled: 0 }
  say(`kill -9 under load: ${runs} runs, seed ${seed}`)
  const campaign = await Campaign.start({ plans: 3, clientsPerPlan: 3 })
  let longest = 0
  for (let run = 1; run <= runs; run++) {
    const result = await campaign.run(random)
    for (const key of ['written', 'acked', 'lost', 'doubled'] as const) total[key] += result[key]
    longest = Math.max(longest, result.milliseconds)
    if (result.lost + result.doubled > 0)
      say(`FAILED run ${run}: ${result.lost} acknowledged edits lost, ${result.doubled} doubled`)
    if (run % 10 === 0 || run === runs)
      say(
        `run ${run}  typed ${total.written}, acknowledged before the kill ${total.acked}, lost ${total.lost}, doubled ${total.doubled}`,
      )
  }
  const last = await campaign.finish()
  const seconds = (performance.now() - startedAt) / 1000
  say(
    `\n${runs} runs in ${seconds.toFixed(0)} s (${(seconds / runs).toFixed(2)} s a run, longest ${(longest / 1000).toFixed(2)} s)`,
  )
  say(
    `typed ${total.written}, acknowledged before the kill ${total.acked}, lost ${total.lost + last.lost}, doubled ${total.doubled + last.doubled}; in the end ${last.typed} there`,
  )
  return total.lost + total.doubled + last.lost + last.doubled === 0 && total.acked > 0
}

async function onPostgres(): Promise<boolean> {
  say(
    `${nodes} servers on PostgreSQL: ${disasters.node} kills of a server, ${disasters.database} of the database, ${disasters.promotion} promotions; seed ${seed}`,
  )
  const campaign = await NodeCampaign.start({
    nodes,
    plans: 3,
    clientsPerPlan: 3,
    hasStandby: disasters.promotion > 0,
  })
  let isGood = true
  for (const disaster of ['node', 'database', 'promotion'] as const) {
    const startedAt = performance.now()
    const total = { written: 0, acked: 0, lost: 0, doubled: 0, unequal: 0 }
    const [told, back]: [number[], number[]] = [[], []]
    const report = (round: number) =>
      say(
        `${disaster} ${round}: typed ${total.written}, acknowledged before the kill ${total.acked}, lost ${total.lost}, doubled ${total.doubled}, unequal screens ${total.unequal}; told after ${spread(told)}, back after ${spread(back)}; ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
      )
    for (let round = 1; round <= disasters[disaster]; round++) {
      const result = await campaign.round(disaster, random)
      for (const key of ['written', 'acked', 'lost', 'doubled', 'unequal'] as const)
        total[key] += result[key]
      told.push(result.toldMs)
      back.push(result.backMs)
      if (result.lost + result.doubled + result.unequal > 0)
        say(`FAILED ${disaster} ${round}: ${JSON.stringify(result)}`)
      if (round % 10 === 0 || round === disasters[disaster]) report(round)
    }
    const last = await campaign.settle()
    say(`${disaster}, all servers in the end: ${JSON.stringify(last)}`)
    for (const key of ['lost', 'doubled', 'unequal'] as const) total[key] += last[key]
    isGood &&= total.lost + total.doubled + total.unequal === 0
    isGood &&= disasters[disaster] === 0 || total.acked > 0
  }
  await campaign.finish()
  return isGood
}

/** Half of the times, and the longest. */
function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const [half = 0, longest = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  return `${(half / 1000).toFixed(2)} s (longest ${(longest / 1000).toFixed(2)} s)`
}
