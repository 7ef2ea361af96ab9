import * as panelText from '#client/text/panels.ts'
import type { Amount, VisitLine } from '#shared/api/changes-since-visit.ts'
import { formatList } from '#shared/format-list.ts'
import { formatCount, formatEuro, formatHundredths } from '#shared/money.ts'

const verbs: Record<VisitLine['kind'], string> = panelText.sinceKinds

/** The changes at one place, as text after its name: "gewijzigd door Rens (Doelstelling); Bedrag van € 10,00 naar € 12,00". */
export function sinceText({ kind, parts, amounts, by, excerpt }: VisitLine): string {
  const who =
    by.length === 0
      ? ''
      : ` ${(kind === 'thread' ? panelText.sinceOf : panelText.sinceBy)(formatList(by.map((person) => person.name)))}`
  const named = parts.filter((part) => !amounts.some((amount) => amount.label === part))
  const what = named.length === 0 ? '' : ` (${formatList(named)})`
  const money = amounts.map(({ label, unit, from, to }) =>
    panelText.sinceAmount(label, amountText(from, unit), amountText(to, unit)),
  )
  const text = [`${verbs[kind]}${who}${what}`, ...money].join('; ')
  return excerpt === undefined || excerpt === '' ? text : `${text}: “${excerpt}”`
}

function amountText(amount: Amount, unit: VisitLine['amounts'][number]['unit']): string {
  if (amount === null) return panelText.sinceEmpty
  if (amount === 'nvt') return 'nvt'
  if (unit === 'cents') return formatEuro(amount)
  return unit === 'hundredths' ? formatHundredths(amount) : formatCount(amount)
}
