import { z } from 'zod'
import * as apiText from '../text/api.ts'
import { endpoint } from './endpoint.ts'

/** The stored kinds of what waits for a person. `coordinator`: an administrator gave a plan one. */
export const askKinds = ['approval', 'question', 'mention', 'consultation', 'coordinator'] as const
export type AskKind = (typeof askKinds)[number]

export const InboxKindSchema = z.enum([...askKinds, 'action'])
export type InboxKind = z.infer<typeof InboxKindSchema>

export const inboxKindLabels: Record<InboxKind, string> = apiText.inboxKinds

export const InboxItemSchema = z.object({
  /** Stable while the question is open. */
  id: z.string(),
  kind: InboxKindSchema,
  planId: z.string(),
  planTitle: z.string(),
  title: z.string(),
  detail: z.string(),
  /** An ISO date or moment; null if there is none. */
  due: z.string().nullable(),
  isLate: z.boolean(),
  isUnread: z.boolean(),
  at: z.string(),
  /** The place to answer it: a path of this installation. */
  url: z.string(),
})
export type InboxItem = z.infer<typeof InboxItemSchema>

const InboxSchema = z.object({
  /** Overdue ones first, then by deadline, then the newest. */
  items: z.array(InboxItemSchema),
  unread: z.int(),
  muted: z.array(InboxKindSchema),
})
export type Inbox = z.infer<typeof InboxSchema>

/**
 * Server-sent events for the signed-in user: `begun` at once, `changed` when the list may be
 * another, `alive` in a silence, `ended` before the server closes it.
 */
export const inboxStreamPath = '/api/me/inbox/stream'

export const getInbox = endpoint('GET', '/api/me/inbox', {
  summary: 'What waits for the user in all their plans',
  access: { kind: 'signedIn', session: 'any' },
  response: InboxSchema,
})
export const markInboxSeen = endpoint('POST', '/api/me/inbox/seen', {
  summary:
    'Mark as seen what was shown: everything up to the newest of it. Changes nothing in a session by a coordinator’s handed link, which does not show everything.',
  access: { kind: 'signedIn', session: 'any' },
  body: z.object({
    /** `at` of the newest item that was shown: a later one that nobody saw stays unread. */
    until: z.iso.datetime(),
  }),
  response: z.object({}),
})
export const updateInbox = endpoint('PATCH', '/api/me/inbox', {
  summary: 'Choose which kinds are not shown',
  access: { kind: 'signedIn', session: 'own' },
  body: z.object({ muted: z.array(InboxKindSchema).max(InboxKindSchema.options.length) }),
  response: InboxSchema,
})
