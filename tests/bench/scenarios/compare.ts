import { readFileSync } from 'node:fs'
import * as Y from 'yjs'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import { restoreFrom } from '#shared/compare/restore-from.ts'
import { fieldIdsOf } from '#shared/format/lookup.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readPlan } from '#shared/plan/read.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { Random } from '../../support/random.ts'
import { atMost, type ScenarioResult } from '../report.ts'
import { distributionOf } from '../statistics.ts'

const pages = 60
const paragraphsPerPage = 6
const rows = 500
const lexicon =
  'het kernteam komt elke zes weken bij elkaar en bespreekt de voortgang per thema met ouderen mantelzorgers huisarts wijkverpleging gemeente welzijn'.split(
    ' ',
  )

/** The time of a comparison of two states of a plan that is far larger than any real one. */
export function measureCompare(runs: number): ScenarioResult {
  const format = FormatSchema.parse(
    JSON.parse(readFileSync('shared/formats/medrie-wijkplan.json', 'utf8')),
  )
  const old = planOf(format, 0)
  const rewritten = planOf(format, 1)
  const edited = planOf(format, 0.1)
  const timed = (work: () => unknown) =>
    distributionOf(
      Array.from({ length: runs + 1 }, () => {
        const startedAt = performance.now()
        work()
        return performance.now() - startedAt
      }).slice(1),
    )
  const some = timed(() => comparePlans(old.content, edited.content, format))
  const all = timed(() => comparePlans(old.content, rewritten.content, format))
  const restored = timed(() => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, edited.update)
    doc.transact(() => restoreFrom(doc, format, { version: old.content, chosen: { kind: 'all' } }))
  })
  return {
    id: 'compare',
    title: `What differs between two states of a plan of ${pages} pages and ${rows} budget rows`,
    rows: [
      {
        metric: 'a tenth changed, median',
        unit: 'ms',
        figures: { ours: some.median },
        target: atMost(300, 'target'),
      },
      { metric: 'everything changed, median', unit: 'ms', figures: { ours: all.median } },
      {
        metric: 'opening it and putting a version back, a tenth changed, median',
        unit: 'ms',
        figures: { ours: restored.median },
      },
    ],
    notes: [],
  }
}

/** The same plan each time, with this share of its paragraphs and rows changed. */
function planOf(format: Format, share: number): { content: PlanContent; update: Uint8Array } {
  const [text, change] = [new Random(1), new Random(2)]
  const sentence = (random: Random) =>
    Array.from({ length: 75 }, () => random.pick(lexicon)).join(' ')
  const paragraph = () => {
    const words = sentence(text).split(' ')
    // Draws a number also for unchanged parts, so that the changes of a smaller share are a subset of a larger one.
    const chance = change.next() / 2 ** 32
    const place = change.below(words.length)
    return chance < share
      ? words.toSpliced(place, 4, 'iets', 'anders', 'nu').join(' ')
      : words.join(' ')
  }
  const ids = fieldIdsOf(format)
  const fields = Object.fromEntries(
    ids.map((id) => [
      id,
      Array.from({ length: Math.ceil((pages * paragraphsPerPage) / ids.length) }, paragraph).join(
        '\n\n',
      ),
    ]),
  )
  const budget = Array.from({ length: rows }, (_, i) => ({
    id: `b${i}`,
    description: `Regel ${i}`,
    quantityHundredths: 100 + i,
    rateCents: change.next() / 2 ** 32 < share ? 7_600 : 7_500,
  }))
  const doc = new Y.Doc()
  const update = seedPlan(
    format,
    { values: { wijk: 'Meting' }, fields, tables: { budget } },
    () => 'r',
  )
  Y.applyUpdate(doc, update)
  return { content: readPlan(doc, format, { epoch: 'e', seq: 1 }), update }
}
