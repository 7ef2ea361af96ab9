import * as Y from 'yjs'
import type { PlanTurns } from '../plan-rooms.ts'
import { inSlices, installation, type Turns } from '../turns.ts'
import { encodeState } from './encode-state.ts'
import { PlanDocument } from './plan-document.ts'

/** The turns of rooms for what others do with plans, so that both wait for each other and nobody for all of either. */
export function createPlanTurns(turns: Turns): PlanTurns {
  return {
    take: async (userId, steps) => await turns.run(userId, (meter) => inSlices(steps, meter)),
    make: async (userId, fill) =>
      await turns.run(userId, function* (meter) {
        // A turn of its own: its input was parsed in this one.
        yield
        const doc = new Y.Doc()
        try {
          const answer = yield* inSlices(fill(doc), meter)
          return { answer, state: yield* encodeState(doc, new Map(), meter) }
        } finally {
          doc.destroy()
        }
      }),
    readLog: async ({ snapshot, snapshotSeq, changes }, stops, look) =>
      await turns.run(installation, function* (meter) {
        const document = yield* PlanDocument.fromLog({ snapshot, changes: [] }, meter)
        try {
          const left = [...stops]
          for (let [stop] = left; stop !== undefined && stop <= snapshotSeq; [stop] = left) {
            left.shift()
            if (stop === snapshotSeq) yield* document.read((doc) => look(doc, stop), meter)
          }
          for (const { seq, body } of changes) {
            if (left.length === 0) return
            if (body.kind === 'update') yield* document.follow(body.update, meter)
            if (seq !== left[0]) continue
            left.shift()
            yield* document.read((doc) => look(doc, seq), meter)
          }
        } finally {
          document.destroy()
        }
      }),
  }
}
