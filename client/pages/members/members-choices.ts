import { type Role, RoleSchema, roleLabels } from '#shared/access.ts'
import { type Discipline, disciplineIds, disciplines } from '#shared/disciplines.ts'

/** An empty value stands for no discipline, because a list needs a text for each choice. */
export type DisciplineChoice = Discipline | ''

export const roleChoices: readonly { value: Role; label: string }[] = RoleSchema.options.map(
  (role) => ({ value: role, label: roleLabels[role] }),
)

export const disciplineChoices: readonly { value: DisciplineChoice; label: string }[] = [
  { value: '', label: 'Geen discipline' },
  ...disciplineIds.map((id) => ({ value: id, label: disciplines[id].label })),
]
