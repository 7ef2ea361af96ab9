import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { PlanEvent } from '#shared/protocol/events.ts'

/** Every key of the client's REST cache, so that a mutation can name all queries that it makes stale. */
export const queryKeys = {
  notices: ['notices'] as const,
  merges: ['merges'],
  me: ['me'],
  mail: ['mail'],
  inbox: ['inbox'],
  calendar: ['calendar'],
  sessions: ['sessions'],
  passkeys: ['passkeys'],
  organisation: ['organisation'],
  administration: ['administration'] as const,
  organisationAccounts: ['organisation-accounts'],
  exportKinds: ['export-kinds'],
  formats: ['formats'],
  format: (formatId: string, version?: number) => ['formats', formatId, version ?? 'newest'],
  plans: ['plans'],
  planList: (search: string) => ['plans', 'list', search] as const,
  search: (query: string) => ['search', query] as const,
  plan: (planId: string) => ['plan', planId],
  members: (planId: string) => ['plan', planId, 'members'],
  people: (planId: string) => ['plan', planId, 'people'],
  invites: (planId: string) => ['plan', planId, 'invites'],
  threads: (planId: string) => ['plan', planId, 'threads'],
  consultation: (planId: string) => ['plan', planId, 'consultation'],
  readLinks: (planId: string) => ['plan', planId, 'read-links'],
  readPage: (token: string) => ['read', token],
  outcomeLinks: (planId: string) => ['plan', planId, 'outcome-links'],
  outcome: (token: string) => ['outcome', token],
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
  requirements: (planId: string) => ['plan', planId, 'requirements'],
  newerForm: (planId: string) => ['plan', planId, 'newer-form'],
  problems: (planId: string) => ['plan', planId, 'problems'],
  attachments: (planId: string) => ['plan', planId, 'attachments'],
  audit: (planId: string) => ['plan', planId, 'audit', 'lines'],
  auditChain: (planId: string) => ['plan', planId, 'audit', 'chain'],
  imported: (planId: string) => ['imported', planId] as const,
  invite: (token: string) => ['invite', token],
} as const

/** All queries of a plan, and the list of plans. */
export function invalidatePlan(client: QueryClient, planId: string): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: queryKeys.plan(planId) }),
    client.invalidateQueries({ queryKey: queryKeys.plans }),
  ])
}

export type Stale = { queryKey: QueryKey; isExact: boolean }

/** The queries that a pushed plan event makes stale. Panels handle the events that only they use. */
export function staleOfEvent(
  planId: string,
  event: PlanEvent,
  known: (key: QueryKey) => unknown,
): Stale[] {
  const all = (...keys: QueryKey[]) => keys.map((queryKey) => ({ queryKey, isExact: false }))
  const plan = { queryKey: queryKeys.plan(planId), isExact: true }
  switch (event.type) {
    case 'member.added':
    case 'member.changed':
    case 'member.removed':
      return [
        ...all(
          queryKeys.members(planId),
          queryKeys.invites(planId),
          queryKeys.plans,
          queryKeys.inbox,
        ),
        plan,
      ]
    case 'person.linked':
    case 'person.unlinked':
      return all(queryKeys.members(planId), queryKeys.agreement(planId), queryKeys.inbox)
    case 'form.changed':
      // Every answer about a plan is in the terms of its form.
      return all(queryKeys.plan(planId), queryKeys.plans, queryKeys.inbox)
    case 'person.forgotten':
      // More queries hold the name of a member than can be listed.
      return all(queryKeys.plan(planId), queryKeys.plans)
    case 'invite.changed':
      return all(queryKeys.invites(planId))
    case 'thread.added':
    case 'thread.changed':
    case 'comment.added':
    case 'comment.changed':
    case 'comment.removed':
      return [
        // Hidden from this user: the server would refuse a request for each comment.
        ...(isHidden(known(queryKeys.threads(planId))) ? [] : all(queryKeys.threads(planId))),
        // A comment is an answer to a consultation too, while one runs.
        ...(isRunning(known(queryKeys.consultation(planId)))
          ? all(queryKeys.consultation(planId))
          : []),
      ]
    case 'consultation.changed':
      return all(queryKeys.consultation(planId), queryKeys.readLinks(planId), queryKeys.inbox)
    case 'version.made':
      return all(queryKeys.versions(planId), queryKeys.history(planId))
    case 'status.changed':
    case 'version.presented':
    case 'mandate.changed':
    case 'approval.given':
    case 'approval.withdrawn':
    case 'plan.submitted':
    case 'version.adopted':
    case 'plan.ended':
    case 'reminders.sent':
      return all(
        queryKeys.plan(planId),
        queryKeys.consultation(planId),
        queryKeys.plans,
        queryKeys.inbox,
      )
    case 'overrule.added':
    case 'overrule.removed':
      return all(queryKeys.overrules(planId), queryKeys.problems(planId))
    case 'file.added':
    case 'file.removed':
      return all(queryKeys.attachments(planId))
    case 'requirement.chosen':
      return all(queryKeys.requirements(planId), queryKeys.problems(planId))
    case 'plan.created':
    case 'plan.changed':
    case 'plan.deleted':
      // Whether readers see the comments may have changed.
      return [
        ...all(queryKeys.threads(planId), queryKeys.consultation(planId), queryKeys.plans),
        plan,
      ]
  }
}

function isHidden(threads: unknown): boolean {
  return typeof threads === 'object' && threads !== null && 'isHidden' in threads
    ? threads.isHidden === true
    : false
}

function isRunning(consultation: unknown): boolean {
  return typeof consultation === 'object' && consultation !== null && 'closedAt' in consultation
    ? consultation.closedAt === null
    : false
}
