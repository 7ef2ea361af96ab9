import { z } from 'zod'

export const RoleSchema = z.enum(['coordinator', 'editor', 'commenter', 'reader'])
export type Role = z.infer<typeof RoleSchema>

export const roleLabels: Record<Role, string> = {
  coordinator: 'Coördinator',
  editor: 'Kernteamlid',
  commenter: 'Wijkpartner',
  reader: 'Lezer',
}

export const roleExplanations: Record<Role, string> = {
  coordinator: 'Schrijft mee, nodigt mensen uit en beheert het plan.',
  editor: 'Schrijft mee en geeft akkoord namens een discipline.',
  commenter: 'Leest het plan en reageert erop.',
  reader: 'Leest het plan.',
}

/**
 * The actions in a plan. The server enforces them; the client hides the ones that are not allowed.
 */
export type Action = 'read' | 'comment' | 'write' | 'manage'

const allowed: Record<Role, ReadonlySet<Action>> = {
  coordinator: new Set(['read', 'comment', 'write', 'manage']),
  editor: new Set(['read', 'comment', 'write']),
  commenter: new Set(['read', 'comment']),
  reader: new Set(['read']),
}

export function can(role: Role, action: Action): boolean {
  return allowed[role].has(action)
}
