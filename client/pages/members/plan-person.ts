/** A person that the plan names. */
export type PlanPerson = { rowId: string; name: string; position: string; organisation: string }

export function labelOf({ name, position, organisation }: PlanPerson): string {
  const parts = [name, position || organisation].filter((part) => part.trim() !== '')
  return parts.length === 0 ? 'Persoon zonder naam' : parts.join(', ')
}
