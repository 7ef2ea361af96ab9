import type { CellValue, PlanInput } from '#shared/plan/content.ts'
import type { Random } from './random.ts'

export const randomForms = ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'] as const
type FormId = (typeof randomForms)[number]

/** A plan of random amounts with its sums, computed here by other means than the product's. */
export type RandomPlan = {
  form: FormId
  input: PlanInput
  totalCents: number
  /** Null for a form without income. */
  incomeCents: number | null
}

/** Groups that every plan of the form has, so that a line may be in one. */
const groups: Readonly<Record<FormId, readonly string[]>> = {
  'medrie-wijkplan': ['netwerk', 'onvoorzien', 'theme01'],
  'hecht-wijkverband': ['aanjagen', 'vacatie', 'bijeenkomsten', 'overig'],
  'rijnmond-wijkplan': ['coordinatie', 'overig', 'theme01'],
}

export function randomPlan(form: FormId, random: Random): RandomPlan {
  const lines = Array.from({ length: random.between(1, 25) }, (_, at) =>
    randomLine(`regel0${at}`, random.pick(groups[form]) ?? '', random),
  )
  const parties = Array.from({ length: random.between(1, 6) }, (_, at) => ({
    id: `party0${at}`,
    name: `Praktijk ${at}`,
    discipline: 'huisartsenzorg',
    connected: random.pick(['ja', 'ja', 'ja', 'nee', null]) ?? null,
  }))
  const income = Array.from({ length: random.between(0, 8) }, (_, at) => ({
    id: `inkom0${at}`,
    party: random.pick(parties)?.id ?? null,
    description: `Vergoeding ${at}`,
    ionPatients: random.between(0, 20_000),
    rateCents: random.pick([224, 224, 225, 0, 999]) ?? 224,
  }))
  const isRijnmond = form === 'rijnmond-wijkplan'
  return {
    form,
    input: {
      values: { wijk: 'Willekeur', team: 'Willekeur' },
      tables: {
        ...(isRijnmond ? { parties, income } : {}),
        themes: [{ id: 'theme01', title: 'Thema' }],
        budget: lines.map(({ cells }) => cells),
      },
    },
    totalCents: lines.reduce((sum, { cents }) => sum + cents, 0),
    incomeCents: isRijnmond ? incomeOf(parties, income) : null,
  }
}

type Line = { cells: Record<string, CellValue> & { id: string }; cents: number }

/** A line of hours, of an amount, or of neither; at the edges more often than chance has it. */
function randomLine(id: string, group: string, random: Random): Line {
  const named = { id, group, description: `Regel ${id}` }
  switch (random.weighted({ hours: 6, amount: 3, empty: 1, correction: 1 })) {
    case 'hours': {
      const quantity = random.pick([random.below(100_000), random.below(400) * 25, 0, 1, 9_999_999])
      const hundredths = quantity ?? 0
      // A line of more hours at a higher rate would pass the largest amount.
      const rate = Math.min(
        random.pick([7500, random.below(20_000), 1, 50, 9999]) ?? 0,
        hundredths > 1_000_000 ? 9999 : 20_000,
      )
      return {
        cells: { ...named, quantityHundredths: hundredths, rateCents: rate },
        cents: roundedHalfUp(hundredths, rate),
      }
    }
    case 'amount': {
      const cents = random.pick([random.below(5_000_000), 0, 1, 999_999_999]) ?? 0
      return { cells: { ...named, ...nothing, amountCents: cents }, cents }
    }
    case 'correction': {
      const cents = -random.below(100_000)
      const description = `Correctie ${id}`
      return { cells: { ...named, ...nothing, description, amountCents: cents }, cents }
    }
    case 'empty':
      return { cells: { ...named, ...nothing }, cents: 0 }
  }
}

const nothing = { quantityHundredths: 'nvt', rateCents: 'nvt' } as const

/** By digits: the product as a text, cut two places from its end. */
function roundedHalfUp(hundredths: number, cents: number): number {
  const digits = String(BigInt(hundredths) * BigInt(cents)).padStart(3, '0')
  return Number(digits.slice(0, -2)) + (Number(digits.slice(-2)) >= 50 ? 1 : 0)
}

type Income = { party: string | null; ionPatients: number; rateCents: number }

/** Only connected practices count, and each once: its first line. */
function incomeOf(
  parties: readonly { id: string; connected: string | null }[],
  income: readonly Income[],
): number {
  return parties
    .filter(({ connected }) => connected === 'ja')
    .reduce((sum, { id }) => {
      const first = income.find(({ party }) => party === id)
      return sum + (first === undefined ? 0 : first.ionPatients * first.rateCents)
    }, 0)
}
