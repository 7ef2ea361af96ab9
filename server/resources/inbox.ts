import { type Actor, handerOf } from '#server/auth/guard.ts'
import type { Router } from '#server/http/router.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import {
  getInbox,
  type Inbox,
  type InboxItem,
  type InboxKind,
  markInboxSeen,
  updateInbox,
} from '#shared/api/inbox.ts'
import { readAskItems, readSettings, readTaskItems, saveSettings } from './inbox-queries.ts'

export type InboxDependencies = { db: Storage; clock: Clock }

/** The open questions to a user over all plans, and which of them the user has seen. */
export function mountInbox(router: Router, { db, clock }: InboxDependencies): void {
  async function inboxOf(actor: Actor): Promise<Inbox> {
    const { muted, seenAt } = await readSettings(db, actor.userId)
    const reader = { userId: actor.userId, ofCoordinator: handerOf(actor) }
    const isShown = ({ kind }: { kind: InboxKind }) => !muted.includes(kind)
    const found = [
      ...(await readAskItems(db, reader)),
      ...(muted.includes('action') ? [] : await readTaskItems(db, reader)),
    ].filter(isShown)
    const now = clock.now()
    const items = found
      .map(
        ({ at, ...item }): InboxItem => ({
          ...item,
          at: new Date(at).toISOString(),
          isLate: isLate(item.due, now),
          isUnread: at > seenAt,
        }),
      )
      .sort(byUrgency)
    return { items, unread: items.filter(({ isUnread }) => isUnread).length, muted }
  }

  router.signedIn(getInbox, ({ actor }) => inboxOf(actor))

  router.signedIn(markInboxSeen, async ({ actor }) => {
    const { muted } = await readSettings(db, actor.userId)
    await saveSettings(db, { userId: actor.userId, muted, seenAt: clock.now() })
    return {}
  })

  router.signedIn(updateInbox, async ({ actor, body }) => {
    const { seenAt } = await readSettings(db, actor.userId)
    await saveSettings(db, { userId: actor.userId, muted: [...new Set(body.muted)], seenAt })
    return inboxOf(actor)
  })
}

/** A day is past at its end in the Netherlands; a moment as soon as it has passed. */
function isLate(due: string | null, now: number): boolean {
  if (due === null) return false
  return due.length === 10 ? due < toAmsterdam(now).date : Date.parse(due) < now
}

function byUrgency(a: InboxItem, b: InboxItem): number {
  if (a.isLate !== b.isLate) return a.isLate ? -1 : 1
  if (a.due !== b.due) {
    if (a.due === null) return 1
    if (b.due === null) return -1
    return a.due < b.due ? -1 : 1
  }
  return a.at < b.at ? 1 : -1
}
