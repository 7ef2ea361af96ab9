import type { Router } from '#server/http/router.ts'
import type { Mail } from '#server/mail/open-mail.ts'
import { rhythmOf } from '#server/plans/notices/queue.ts'
import { setRhythm } from '#server/plans/notices/rhythm.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { getMailSettings, unsubscribe, updateMailSettings } from '#shared/api/mail.ts'
import { AppError } from '#shared/errors.ts'

export type MailDependencies = { db: Storage; clock: Clock; mail: Mail }

export function mountMail(router: Router, { db, clock, mail }: MailDependencies): void {
  const settingsOf = async (userId: string) => ({
    rhythm: await rhythmOf(db, userId),
    isMailConfigured: mail.queue.isOn,
  })

  router.signedIn(getMailSettings, ({ actor }) => settingsOf(actor.userId))

  router.signedIn(updateMailSettings, async ({ actor, body }) => {
    await setRhythm(db, clock, { userId: actor.userId, rhythm: body.rhythm })
    return settingsOf(actor.userId)
  })

  router.open(unsubscribe, async ({ params }) => {
    const userId = mail.addresses.readToken(params.token)
    const person =
      userId === null
        ? undefined
        : await db.selectFrom('user').select('id').where('id', '=', userId).executeTakeFirst()
    if (person === undefined) throw new AppError('unsubscribe-invalid')
    await setRhythm(db, clock, { userId: person.id, rhythm: 'none' })
    return {}
  })
}
