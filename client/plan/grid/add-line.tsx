import { Plus } from 'lucide-react'
import { Menu } from '#client/ui/menu.tsx'
import { productColumn } from '#shared/plan/computed.ts'
import { type Group, otherGroup } from '#shared/plan/groups.ts'
import { addPlace, capital } from '../table/use-row-actions.ts'
import type { Grid } from './use-grid.ts'
import './add-line.css'
import './grid-table.css'
import '#client/ui/button.css'

/** Adds a line to a group; where a line may be hours or an amount, the user chooses. */
export function AddLine({ grid, group }: { grid: Grid; group: Group | null }) {
  const { table, actions } = grid
  if (actions === null || group?.id === otherGroup) return null
  const label =
    table.groups === undefined ? `${capital(table.item.one)} toevoegen` : 'Regel toevoegen'
  const about = group === null ? null : <span className="visually-hidden"> aan {group.label}</span>
  const trigger = (
    <>
      <Plus className="icon" aria-hidden="true" />
      {label}
      {about}
    </>
  )
  const className = group === null ? 'button grid-block__add' : 'add-line'
  const place = addPlace(table.id, group?.id)
  if (group?.entry === 'either' && productColumn(table) !== undefined) {
    return (
      <span data-place={place}>
        <Menu
          trigger={trigger}
          triggerClass={className}
          actions={[
            {
              id: 'rate',
              label: 'Regel met uren',
              onAction: () => actions.add({ group: group.id, entry: 'rate' }),
            },
            {
              id: 'amount',
              label: 'Regel met bedrag',
              onAction: () => actions.add({ group: group.id, entry: 'amount' }),
            },
          ]}
        />
      </span>
    )
  }
  return (
    <button
      type="button"
      className={className}
      data-place={place}
      onClick={() => actions.add({ group: group?.id })}
    >
      {trigger}
    </button>
  )
}
