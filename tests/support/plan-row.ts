import type { Storage } from '#server/storage/tables.ts'

/** The account and the form that a plan row refers to. */
async function addOwner(db: Storage): Promise<void> {
  await db
    .insertInto('user')
    .values({
      id: 'owner',
      name: 'Els',
      email: 'els@voorbeeld.nl',
      emailVerified: 1,
      image: null,
      createdAt: '',
      updatedAt: '',
      isAdmin: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('plan_formats')
    .values({ id: 'proef', version: 1, json: '{}' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A plan for tests of storage, which do not open its document. */
export async function addPlanRow(db: Storage, planId: string): Promise<void> {
  await addOwner(db)
  await db
    .insertInto('plans')
    .values({
      id: planId,
      format_id: 'proef',
      format_version: 1,
      status: 'concept',
      epoch: 'epoch-1',
      created_at: 1,
      created_by: 'owner',
      changed_at: 1,
    })
    .execute()
}
