/**
 * The accessible name of an input. In a grid the column header is visible and the row distinguishes the cells; on a card the
 * label is above the input.
 */
export type Naming = { kind: 'grid'; label: string } | { kind: 'card'; labelId: string }

export function namingProps(
  naming: Naming,
): { 'aria-label': string } | { 'aria-labelledby': string } {
  return naming.kind === 'grid'
    ? { 'aria-label': naming.label }
    : { 'aria-labelledby': naming.labelId }
}
