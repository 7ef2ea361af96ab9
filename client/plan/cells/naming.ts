/**
 * How an input is named. In a grid the column header is what one sees and the row is what tells cells apart; on a card
 * the label stands above the input.
 */
export type Naming = { kind: 'grid'; label: string } | { kind: 'card'; labelId: string }

export function namingProps(
  naming: Naming,
): { 'aria-label': string } | { 'aria-labelledby': string } {
  return naming.kind === 'grid'
    ? { 'aria-label': naming.label }
    : { 'aria-labelledby': naming.labelId }
}
