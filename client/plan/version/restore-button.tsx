import { Button } from '#client/ui/button.tsx'
import type { CellDifference, Difference } from '#shared/compare/differences.ts'
import { type Chosen, isCellRestorable } from '#shared/compare/restore-from.ts'
import '#client/panels/compare/comparison-view.css'

type RestoreButtonProps = {
  difference: Difference
  cell: CellDifference | undefined
  name: string
  onRestore: (chosen: Chosen, done: string) => void
}

/** Restores one difference, or one cell of it. */
export function RestoreButton({ difference, cell, name, onRestore }: RestoreButtonProps) {
  const version = name.toLowerCase()
  if (cell !== undefined) {
    // For a row with one changed cell the button of the row does the same.
    if (
      difference.kind !== 'row' ||
      !isCellRestorable(difference, cell) ||
      difference.cells.filter((other) => !other.isComputed).length < 2
    )
      return null
    return (
      <div className="difference__actions">
        <Button
          kind="quiet"
          aria-label={`Alleen ${cell.label} terugzetten: ${difference.label}`}
          onPress={() =>
            onRestore(
              { kind: 'cell', id: difference.id, column: cell.column },
              `${cell.label} is weer zoals in ${version}.`,
            )
          }
        >
          Alleen dit terugzetten
        </Button>
      </div>
    )
  }
  return (
    <div className="difference__actions">
      <Button
        kind="quiet"
        aria-label={`Terugzetten uit ${version}: ${difference.label}`}
        onPress={() =>
          onRestore(
            { kind: 'difference', id: difference.id },
            `“${difference.label}” is weer zoals in ${version}.`,
          )
        }
      >
        {difference.kind === 'row' && difference.change === 'added'
          ? `Weghalen, zoals in ${version}`
          : 'Terugzetten'}
      </Button>
    </div>
  )
}
