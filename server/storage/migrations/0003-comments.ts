import type { Kysely, Migration } from 'kysely'

/**
 * Threads beside the plan, the read marks of each user, and the authors and times of changes to
 * each part.
 */
export const comments: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('plans')
      .addColumn('readers_see_comments', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema
      .alterTable('plans')
      .addColumn('activity_seq', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute()
    await makeThreadTables(db)
    await makeSeenTables(db)
    await makeActivityTables(db)
  },
}

async function makeThreadTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('threads')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('range', 'text')
    .addColumn('created_by', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('resolved_at', 'bigint')
    .addColumn('resolved_by', 'text', (c) => c.references('user.id'))
    .addColumn('is_to_discuss', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('asked_discipline', 'text')
    .addColumn('due_date', 'text')
    .addColumn('deleted_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('threads_plan_idx')
    .on('threads')
    .columns(['plan_id', 'seq'])
    .execute()
  await db.schema
    .createTable('comments')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('thread_id', 'text', (c) => c.notNull().references('threads.id'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('author_id', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('client_id', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('mentions', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('written_at', 'bigint')
    .addColumn('edited_at', 'bigint')
    .addColumn('deleted_at', 'bigint')
    // Detects a comment that was sent twice: the second insert conflicts with the first, however
    // close in time.
    .addUniqueConstraint('comments_client_unique', ['author_id', 'client_id'])
    .execute()
  await db.schema
    .createIndex('comments_thread_idx')
    .on('comments')
    .columns(['thread_id', 'seq'])
    .execute()
  await db.schema
    .createTable('comment_likes')
    .addColumn('comment_id', 'text', (c) => c.notNull().references('comments.id'))
    .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('liked_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('comment_likes_pk', ['comment_id', 'user_id'])
    .execute()
}

async function makeSeenTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('thread_reads')
    .addColumn('thread_id', 'text', (c) => c.notNull().references('threads.id'))
    .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('thread_reads_pk', ['thread_id', 'user_id'])
    .execute()
  await db.schema
    .createTable('plan_visits')
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('plan_visits_pk', ['plan_id', 'user_id'])
    .execute()
}

async function makeActivityTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('plan_activity')
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('part', 'text', (c) => c.notNull())
    .addColumn('row', 'text', (c) => c.notNull())
    .addColumn('column', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('first_seq', 'bigint', (c) => c.notNull())
    .addColumn('last_seq', 'bigint', (c) => c.notNull())
    .addColumn('first_at', 'bigint', (c) => c.notNull())
    .addColumn('last_at', 'bigint', (c) => c.notNull())
    .addColumn('old_value', 'text')
    .addPrimaryKeyConstraint('plan_activity_pk', [
      'plan_id',
      'kind',
      'part',
      'row',
      'column',
      'user_id',
      'first_seq',
    ])
    .execute()
  await db.schema
    .createIndex('plan_activity_last_idx')
    .on('plan_activity')
    .columns(['plan_id', 'last_seq'])
    .execute()
  await db.schema
    .createTable('bsn_answers')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .execute()
}
