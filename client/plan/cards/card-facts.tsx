import { CircleCheck, CirclePlay, Clock, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Fact } from '#shared/plan/row-summary.ts'
import './card-facts.css'

type Tone = 'going' | 'done' | 'attention' | 'late'

/** The options that have a sign and a colour, by the ids that the forms share; another option is shown in words alone. */
const tones: Readonly<Record<string, Tone>> = {
  loopt: 'going',
  'op-schema': 'going',
  afgerond: 'done',
  'vraagt-aandacht': 'attention',
  vertraagd: 'late',
}

const signs: Readonly<Record<Tone, ReactNode>> = {
  going: <CirclePlay size={14} aria-hidden="true" />,
  done: <CircleCheck size={14} aria-hidden="true" />,
  attention: <TriangleAlert size={14} aria-hidden="true" />,
  late: <Clock size={14} aria-hidden="true" />,
}

/** What a folded row says beside its name, in the columns of its list. */
export function CardFacts({ facts }: { facts: readonly Fact[] }) {
  return facts.map((fact, index) => {
    const tone = fact.option === undefined ? undefined : tones[fact.option]
    return (
      <span
        // The facts of a row keep their order.
        // biome-ignore lint/suspicious/noArrayIndexKey: a fact is known by its place
        key={index}
        className={`fact fact--${fact.kind}`}
        data-tone={tone}
        translate={fact.kind === 'money' ? 'no' : undefined}
      >
        {tone !== undefined && signs[tone]}
        {fact.text !== '' && <span className="visually-hidden">, </span>}
        {fact.text}
      </span>
    )
  })
}

/** The columns of a list of folded rows; equal for all its rows, so that facts stand below each other. */
export function factColumns(facts: readonly Fact[]): string {
  return facts.map(({ kind }) => widths[kind]).join(' ')
}

const widths: Readonly<Record<Fact['kind'], string>> = {
  text: 'minmax(0, 1fr)',
  wide: 'minmax(0, 2fr)',
  short: '11rem',
  days: '10.5rem',
  status: '8.5rem',
  money: '6rem',
}
