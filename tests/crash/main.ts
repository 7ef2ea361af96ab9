import { parseArgs } from 'node:util'
import { Random } from '../support/random.ts'
import { Campaign } from './campaign.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '30' }, seed: { type: 'string' } },
})
const runs = Number(values.runs)
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
  process.stderr.write('npm run test:crash -- [--runs N] [--seed S]\n')
  process.exit(2)
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const startedAt = performance.now()
const total = { written: 0, acked: 0, lost: 0, doubled: 0 }
say(`kill -9 under load: ${runs} runs, seed ${seed}`)
// Each y-websocket client adds a listener for the exit of the process.
process.setMaxListeners(0)
const campaign = await Campaign.start({ plans: 3, clientsPerPlan: 3 })
const random = new Random(seed)
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
process.exit(total.lost + total.doubled + last.lost + last.doubled === 0 && total.acked > 0 ? 0 : 1)
