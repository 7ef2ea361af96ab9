import type * as Y from 'yjs'
import type { CopyOf } from './copy-names.ts'
import { type LocalCopy, openIndexedDbCopy } from './indexeddb-copy.ts'
import {
  forgetPlan,
  type OfflineManifest,
  readManifest,
  writeManifest,
} from './offline-manifest.ts'
import { addRescue, clearRescue, type Rescue } from './rescues.ts'

/** The store in which an open plan keeps its text on this device. */
export interface LocalStore {
  manifest(userId: string, planId: string): OfflineManifest | null
  /** Null removes the manifest; the copy itself stays. */
  setManifest(userId: string, planId: string, manifest: OfflineManifest | null): void
  /** Removes the copy and its manifest. */
  forget(userId: string, planId: string): void
  /** Records that the copy holds work that no server accepts any more; see rescues.ts. */
  addRescue(rescue: Rescue): void
  clearRescue(of: CopyOf): void
  open(of: CopyOf, doc: Y.Doc): LocalCopy
}

export const noStore: LocalStore = {
  manifest: () => null,
  setManifest: () => {},
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
  manifest: readManifest,
  setManifest: writeManifest,
  forget: forgetPlan,
  addRescue,
  clearRescue,
  open: openIndexedDbCopy,
}
