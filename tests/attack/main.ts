import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Attack } from './attack.ts'
import { attacks } from './attacks.ts'
import { BystanderProcess } from './bystander-process.ts'
import { type Row, reportHead, reportLine } from './report.ts'
import { Target } from './target.ts'

const { values: options } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    /** Seconds; the quantiles of a shorter attack say less, what it breaks is the same. */
    least: { type: 'string', default: '10' },
    only: { type: 'string' },
  },
})
const scale = Number(options.scale)
const only = options.only?.split(',')
const chosen = attacks.filter(({ id }) => only?.includes(id) ?? true)
if (!(scale > 0) || !(Number(options.least) > 0) || chosen.length === 0) {
  process.stderr.write(
    `npm run test:attack -- [--scale N] [--least SECONDS] [--only ${attacks.map(({ id }) => id).join(',')}]\n`,
  )
  process.exit(2)
}

const say = (line: string) => process.stdout.write(`${line}\n`)
/** The bystander types for at least this long during each attack, so that its quantiles are meaningful. */
const leastMs = Number(options.least) * 1000
const bystanderProgram = fileURLToPath(new URL('./bystander.js', import.meta.url))
const editor = { name: 'Wim', email: 'wim@voorbeeld.nl' }

process.setMaxListeners(0)
say(
  `${chosen.length} attacks on a built server, scale ${scale}; someone edits another plan meanwhile`,
)
say(reportHead)
let [passed, failed] = [0, 0]
for (const attack of chosen) {
  const failures = await play(attack)
  if (failures === 0) passed++
  else failed++
}
say(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

/** On a server of its own, so that the remains of one attack are not measured with the next. */
async function play(attack: Attack): Promise<number> {
  const target = await Target.start()
  try {
    const strike = await attack.prepare(target, scale)
    const beside = await target.fill(async (filling) => {
      const { id, link } = await filling.addPerson(editor.name)
      return { planId: await filling.createPlan(id), link }
    })
    const row = await measure(target, beside, { attack, strike })
    say(reportLine(row))
    return row.failures.length
  } catch (error) {
    say(`${attack.id.padEnd(16)}FAILED ${error instanceof Error ? error.stack : String(error)}`)
    return 1
  } finally {
    await target.stop()
  }
}

type Strike = Awaited<ReturnType<Attack['prepare']>>

async function measure(
  target: Target,
  { planId, link }: { planId: string; link: string },
  { attack, strike }: { attack: Attack; strike: Strike },
): Promise<Row> {
  const { cookie } = await target.signIn(link)
  const bystander = await BystanderProcess.join(bystanderProgram, {
    url: target.url,
    planId,
    cookie,
  })
  bystander.startTyping()
  const since = Date.now()
  const startedAt = performance.now()
  const [outcome] = await Promise.all([
    strike(),
    new Promise((resolve) => setTimeout(resolve, leastMs)),
  ])
  const seconds = (performance.now() - startedAt) / 1000
  const report = await bystander.report()
  const longestTurnMs = target.turns.longestMs(since)
  const memoryMb = await target.residentMb()
  await bystander.leave()
  const claims = [
    ...outcome.claims,
    { text: 'the bystander was never cut off', holds: report.closes.length === 0 },
    { text: 'everything the bystander typed was acknowledged', holds: report.isSaved },
    { text: 'everything the bystander typed is there', holds: report.kept === report.typed },
    { text: 'the bystander typed', holds: report.typed > 0 },
  ]
  return {
    id: attack.id,
    did: outcome.did,
    bystander: report,
    seconds,
    longestTurnMs,
    memoryMb,
    failures: claims.filter(({ holds }) => !holds).map(({ text }) => text),
  }
}
