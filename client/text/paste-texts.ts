import type { Table } from '#shared/format/schema.ts'
import { formatList } from '#shared/format-list.ts'
import type { PastePlan } from '#shared/import/paste/plan-paste.ts'
import { pasteLimits } from '#shared/limits/paste-limits.ts'
import { bareLabel } from '#shared/plan/words.ts'

export const pasteTexts = {
  tooMuch: `Dit is te veel om in één keer te plakken. Plak hoogstens ${pasteLimits.pastedRows.max} regels, of kies Importeren voor het hele bestand.`,
  rowGone: 'De plek waar u wilde plakken is verwijderd. Kies een andere cel en plak opnieuw.',
  failed: 'Plakken is niet gelukt. Laad de pagina opnieuw en plak nog een keer.',
  loose: 'Dit kan een lijst zijn, of één tekst. Kies wat u bedoelt.',
  guessed: 'De kolommen passen niet precies. Controleer bij elke kolom waar die terechtkomt.',
  overwrites: 'Waar iets doorgestreept staat, stond al iets anders. Dat wordt vervangen.',
  refused: (count: number) =>
    count === 1
      ? 'Bij 1 cel staat waarom die niet gelezen is. Die cel blijft zoals het was.'
      : `Bij ${count} cellen staat waarom die niet gelezen zijn. Die cellen blijven zoals het was.`,
  unfit: (count: number) =>
    count === 1
      ? 'Voor 1 cel is hier geen kolom. Die wordt niet geplakt.'
      : `Voor ${count} cellen is hier geen kolom. Die worden niet geplakt.`,
  picturesLeft: (count: number) =>
    `${count === 1 ? '1 afbeelding is' : `${count} afbeeldingen zijn`} niet meegekomen. Kopieer ${count === 1 ? 'de afbeelding' : 'elke afbeelding'} apart en plak opnieuw, of kies Afbeelding toevoegen.`,
  picturesInText: (count: number) =>
    `${count === 1 ? 'Een afbeelding past' : 'Afbeeldingen passen'} niet in dit vak. Zet de cursor in een tekst en plak opnieuw.`,
  noFiles:
    'Dit soort bestand kan niet in een tekst staan. Voeg het toe als bijlage bij een onderdeel of regel. Wilt u een ingevuld formulier of een begroting inlezen, kies dan Importeren.',
  more: (count: number) => (count === 1 ? 'En nog 1 regel.' : `En nog ${count} regels.`),
}

/** How many refused cells are named one by one. */
const mostNamed = 3

/** What a paste did: read out, and shown with the key to take it back. */
export function pasteResult(plan: PastePlan, table: Table, hidden: number): string {
  const count = plan.lines.length
  const added = plan.lines.filter((line) => line.added !== null).length
  const sentences = [
    `${items(count, table)} geplakt${added === 0 ? '' : added === count ? ', allemaal nieuw' : `, waarvan ${added} nieuw`}.`,
    ...(plan.sums === 0
      ? []
      : [
          plan.sums === 1
            ? '1 totaal niet geplakt: dat rekent het plan zelf uit.'
            : `${plan.sums} totalen niet geplakt: die rekent het plan zelf uit.`,
        ]),
    ...(hidden === 0
      ? []
      : [
          hidden === 1
            ? '1 verborgen rij of kolom is niet geplakt.'
            : `${hidden} verborgen rijen of kolommen zijn niet geplakt.`,
        ]),
    ...refusals(plan),
  ]
  return sentences.join(' ')
}

/** The cells that could not be read, each with its place and the reason. */
function refusals({ lines }: PastePlan): string[] {
  const all = lines.flatMap(({ refused, source }) => refused.map((cell) => ({ ...cell, source })))
  if (all.length === 0) return []
  const named = all
    .slice(0, mostNamed)
    .map(
      ({ column, text, why, source }) =>
        `regel ${source + 1}, ${bareLabel(column.label)}${text === '' ? '' : ` “${short(text)}”`}. ${why}`,
    )
  const rest = all.length - named.length
  return [
    `${all.length === 1 ? '1 cel is' : `${all.length} cellen zijn`} niet gelezen en ${all.length === 1 ? 'bleef' : 'bleven'} zoals het was: ${named.join(' ')}`,
    ...(rest > 0 ? [`En nog ${rest}.`] : []),
  ]
}

/** A number of rows and columns, as what was chosen or copied. */
export function rangeSize({
  rows,
  columns,
}: {
  rows: readonly string[]
  columns: readonly string[]
}): string {
  return `${rows.length === 1 ? '1 rij' : `${rows.length} rijen`} en ${columns.length === 1 ? '1 kolom' : `${columns.length} kolommen`}`
}

export function items(count: number, { item }: Table): string {
  return `${count} ${count === 1 ? item.one : item.many}`
}

/** Other columns of a line that lose their content, because an amount or a rate takes their place. */
export function alsoReplaced(labels: readonly string[]): string {
  return `Ook ${formatList(labels.map(bareLabel))} ${labels.length === 1 ? 'verandert' : 'veranderen'}.`
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
