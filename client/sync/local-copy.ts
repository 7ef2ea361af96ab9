import type * as Y from 'yjs'
import type { CopyOf } from './copy-names.ts'
import { type LocalCopy, openIndexedDbCopy } from './indexeddb-copy.ts'
import { forgetPlan, type Known, readKnown, writeKnown } from './known.ts'
import { addRescue, clearRescue, type Rescue } from './rescues.ts'

/** Where an open plan keeps its text on this device. */
export interface LocalStore {
  known(userId: string, planId: string): Known | null
  /** Null lets go of the copy, which stays where it is. */
  setKnown(userId: string, planId: string, known: Known | null): void
  /** Takes the copy away with what is known of it. */
  forget(userId: string, planId: string): void
  /** The copy holds work that no server takes any more; see rescues.ts. */
  addRescue(rescue: Rescue): void
  clearRescue(of: CopyOf): void
  open(of: CopyOf, doc: Y.Doc): LocalCopy
}

export const noStore: LocalStore = {
  known: () => null,
  setKnown: () => {},
  forget: () => {},
  addRescue: () => {},
  clearRescue: () => {},
  open: () => ({
    origin: null,
    whenLoaded: Promise.reject(new Error('nothing is kept here')),
    onFailed: () => {},
    markComplete: () => {},
    markUnsent: () => {},
    close: () => {},
  }),
}

export const browserStore: LocalStore = {
  known: readKnown,
  setKnown: writeKnown,
  forget: forgetPlan,
  addRescue,
  clearRescue,
  open: openIndexedDbCopy,
}
