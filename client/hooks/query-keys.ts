import type { QueryClient } from '@tanstack/react-query'
import type { PlanEvent } from '#shared/protocol/events.ts'

/** Every key of the client's REST cache, so that what changes something can name all that shows it. */
export const queryKeys = {
  me: ['me'],
  mail: ['mail'],
  exportKinds: ['export-kinds'],
  formats: ['formats'],
  format: (formatId: string, version?: number) => ['formats', formatId, version ?? 'newest'],
  plans: ['plans'],
  planList: (search: string) => ['plans', 'list', search] as const,
  plan: (planId: string) => ['plan', planId],
  members: (planId: string) => ['plan', planId, 'members'],
  invites: (planId: string) => ['plan', planId, 'invites'],
  threads: (planId: string) => ['plan', planId, 'threads'],
  consultation: (planId: string) => ['plan', planId, 'consultation'],
  readLinks: (planId: string) => ['plan', planId, 'read-links'],
  readPage: (token: string) => ['read', token],
  since: (planId: string) => ['plan', planId, 'since'],
  versions: (planId: string) => ['plan', planId, 'versions'],
  history: (planId: string) => ['plan', planId, 'history'],
  day: (planId: string, day: string) => ['plan', planId, 'history', day],
  version: (versionId: string) => ['version', versionId],
  agreement: (planId: string) => ['plan', planId, 'agreement'],
  submission: (planId: string) => ['plan', planId, 'submission'],
  ending: (planId: string) => ['plan', planId, 'ending'],
  signRequest: (token: string) => ['sign', token],
  overrules: (planId: string) => ['plan', planId, 'overrules'],
  problems: (planId: string) => ['plan', planId, 'problems'],
  audit: (planId: string) => ['plan', planId, 'audit', 'lines'],
  auditChain: (planId: string) => ['plan', planId, 'audit', 'chain'],
  imported: (planId: string) => ['imported', planId] as const,
  invite: (token: string) => ['invite', token],
} as const

/** All that is shown of a plan, and the list that it stands in. */
export function invalidatePlan(client: QueryClient, planId: string): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: queryKeys.plan(planId) }),
    client.invalidateQueries({ queryKey: queryKeys.plans }),
  ])
}

/** What a pushed plan event makes stale. Events of other panels are theirs to handle. */
export function invalidateForEvent(client: QueryClient, planId: string, event: PlanEvent): void {
  const stale = (key: readonly unknown[], exact = false) =>
    void client.invalidateQueries({ queryKey: key, exact })
  switch (event.type) {
    case 'member.added':
    case 'member.changed':
    case 'member.removed':
      stale(queryKeys.members(planId))
      stale(queryKeys.invites(planId))
      stale(queryKeys.plan(planId), true)
      stale(queryKeys.plans)
      break
    case 'invite.changed':
      stale(queryKeys.invites(planId))
      break
    case 'thread.added':
    case 'thread.changed':
    case 'comment.added':
    case 'comment.changed':
    case 'comment.removed':
      stale(queryKeys.threads(planId))
      // A comment is an answer to a consultation too.
      stale(queryKeys.consultation(planId))
      break
    case 'consultation.changed':
      stale(queryKeys.consultation(planId))
      stale(queryKeys.readLinks(planId))
      break
    case 'version.made':
      stale(queryKeys.versions(planId))
      stale(queryKeys.history(planId))
      break
    case 'status.changed':
    case 'version.presented':
    case 'mandate.changed':
    case 'approval.given':
    case 'approval.withdrawn':
    case 'plan.submitted':
    case 'plan.ended':
    case 'reminders.sent':
      stale(queryKeys.plan(planId))
      stale(queryKeys.consultation(planId))
      stale(queryKeys.plans)
      break
    case 'overrule.added':
    case 'overrule.removed':
      stale(queryKeys.overrules(planId))
      stale(queryKeys.problems(planId))
      break
    case 'plan.created':
    case 'plan.changed':
    case 'plan.deleted':
      // Whether readers see the comments may have changed.
      stale(queryKeys.threads(planId))
      stale(queryKeys.plan(planId), true)
      stale(queryKeys.consultation(planId))
      stale(queryKeys.plans)
      break
  }
}
