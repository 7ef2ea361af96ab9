import type { PlanEventType } from '../protocol/events.ts'

/** The subject of an audit line, for searching. Each line has one kind. */
export const auditKinds = [
  'plan',
  'people',
  'comments',
  'agreement',
  'submission',
  'files',
  'refused',
] as const
export type AuditKind = (typeof auditKinds)[number]

export const auditKindLabels: Record<AuditKind, string> = {
  plan: 'Het plan en zijn status',
  people: 'Leden, uitnodigingen en mandaat',
  comments: 'Reacties en consultatie',
  agreement: 'Versies en akkoord',
  submission: 'Controle en indienen',
  files: 'Bestanden die zijn gedownload',
  refused: 'Wat is geweigerd',
}

/** The kinds that follow from the action alone. */
type ToldKind = Exclude<AuditKind, 'files' | 'refused'>

/** A new event does not compile until it has a kind. */
const kindOfEvent: Record<PlanEventType, ToldKind> = {
  'plan.created': 'plan',
  'plan.changed': 'plan',
  'plan.deleted': 'plan',
  'form.changed': 'plan',
  'plan.ended': 'plan',
  'status.changed': 'plan',
  'member.added': 'people',
  'member.changed': 'people',
  'member.removed': 'people',
  'person.linked': 'people',
  'person.unlinked': 'people',
  'person.forgotten': 'people',
  'invite.changed': 'people',
  'mandate.changed': 'people',
  'thread.added': 'comments',
  'thread.changed': 'comments',
  'comment.added': 'comments',
  'comment.changed': 'comments',
  'comment.removed': 'comments',
  'consultation.changed': 'comments',
  'version.made': 'agreement',
  'version.presented': 'agreement',
  'approval.given': 'agreement',
  'approval.withdrawn': 'agreement',
  'reminders.sent': 'agreement',
  'plan.submitted': 'submission',
  'overrule.added': 'submission',
  'overrule.removed': 'submission',
  'requirement.chosen': 'submission',
  'version.adopted': 'agreement',
  'file.added': 'plan',
  'file.removed': 'plan',
}

/**
 * Audit actions that are not events: links that are handed to people, and what administrators do to the
 * members of a plan (docs/audit.md).
 */
const otherActions: Readonly<Record<string, ToldKind>> = {
  'sign-link.opened': 'agreement',
  'sign-link.used': 'agreement',
  'sign-in-link.made': 'people',
  'sign-in-link.used': 'people',
  'coordinator.given': 'people',
  'accounts.merged': 'people',
  'outcome-link.made': 'plan',
  'outcome-link.revoked': 'plan',
}

export const isEventType = (action: string): action is PlanEventType =>
  Object.hasOwn(kindOfEvent, action)

export function kindOfLine({ action, result }: { action: string; result: string }): AuditKind {
  if (result !== 'ok') return 'refused'
  if (isEventType(action)) return kindOfEvent[action]
  return Object.hasOwn(otherActions, action) ? (otherActions[action] ?? 'files') : 'files'
}

/**
 * The actions of a kind, as stored in the audit trail; null if the action alone does not determine
 * the kind.
 */
export function actionsOfKind(kind: AuditKind): string[] | null {
  if (kind === 'files' || kind === 'refused') return null
  return Object.entries({ ...kindOfEvent, ...otherActions }).flatMap(([action, its]) =>
    its === kind ? [action] : [],
  )
}
