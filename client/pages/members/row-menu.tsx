import { Ellipsis } from 'lucide-react'
import { Menu, type MenuAction } from '#client/ui/menu.tsx'

/** What one can do about a person of the list. */
export function RowMenu({ name, actions }: { name: string; actions: readonly MenuAction[] }) {
  return (
    <Menu
      label={`Meer over ${name}`}
      trigger={<Ellipsis className="icon" aria-hidden="true" />}
      actions={actions}
    />
  )
}
