import * as Y from 'yjs'
import type { Person, TestInstallation } from './installation.ts'

/** A change by a user, as their screen sends it and a room commits it. */
export async function editPlan(
  test: TestInstallation,
  { planId, who }: { planId: string; who: Person },
  change: (doc: Y.Doc) => void,
): Promise<void> {
  const { rooms, log } = test.installation
  const { seq } = await test.db
    .selectFrom('plans')
    .select('seq')
    .where('id', '=', planId)
    .executeTakeFirstOrThrow()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, await rooms.read(planId, seq, (theirs) => Y.encodeStateAsUpdate(theirs)))
  const before = Y.encodeStateVector(doc)
  doc.transact(() => change(doc))
  const [appended] = await log.append([
    {
      planId,
      actor: await who.userId(),
      body: { kind: 'update', update: Y.encodeStateAsUpdate(doc, before) },
    },
  ])
  rooms.notifyChanged(planId)
  // The room has read it: what follows a change is scheduled from here on.
  await rooms.read(planId, appended?.seq ?? 0, () => undefined)
}
