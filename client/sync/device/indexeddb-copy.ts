import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { type CopyOf, copyName, prefix } from './copy-names.ts'

/** A plan's text on this device, so that work survives a lost connection and a reload. */
export interface LocalCopy {
  /** The origin of what it puts into the document. */
  readonly origin: unknown
  /** What was kept is in the document now; rejects when this device can't keep anything. */
  readonly whenLoaded: Promise<{ isComplete: boolean; hasUnsent: boolean }>
  /** Calls back once when keeping stops working: a full disk, or storage that was cleared. */
  onFailed(listener: () => void): void
  markComplete(): void
  markUnsent(hasUnsent: boolean): void
  close(): void
}

export function openIndexedDbCopy(of: CopyOf, doc: Y.Doc): LocalCopy {
  const name = copyName(of)
  let kept: IndexeddbPersistence | null = null
  let isClosed = false
  let fail = () => {}
  // The object itself is made later; y-indexeddb uses it as its origin.
  const origin = { get: () => kept }
  const stop = () => {
    isClosed = true
    void kept?.destroy().catch(() => {})
    fail()
  }
  const whenLoaded = (async () => {
    // y-indexeddb leaves its own rejections unhandled, so whether anything can be kept is found out before it starts.
    await probe()
    if (isClosed) throw new Error('closed')
    kept = new IndexeddbPersistence(name, doc)
    await kept.whenSynced
    kept.db?.addEventListener('abort', () => fail())
    // Cleared by the browser, or taken away at signing out in another tab: writing on would throw in the middle of an edit.
    for (const name of ['close', 'versionchange']) kept.db?.addEventListener(name, stop)
    const [isComplete, hasUnsent] = await Promise.all([kept.get('complete'), kept.get('unsent')])
    return { isComplete: isComplete === 1, hasUnsent: hasUnsent === 1 }
  })()
  const mark = (key: string, isSet: boolean) => {
    if (!isClosed) kept?.set(key, isSet ? 1 : 0).catch(() => fail())
  }
  return {
    get origin() {
      return kept ?? origin
    },
    whenLoaded,
    onFailed: (listener) => {
      fail = listener
    },
    markComplete: () => mark('complete', true),
    markUnsent: (hasUnsent) => mark('unsent', hasUnsent),
    close: () => {
      isClosed = true
      void kept?.destroy().catch(() => {})
    },
  }
}

/** Private windows and locked-down practice computers refuse IndexedDB in different ways; each ends in a rejection. */
function probe(): Promise<void> {
  return new Promise((resolve, reject) => {
    if (typeof indexedDB === 'undefined') return reject(new Error('no IndexedDB'))
    const request = indexedDB.open(`${prefix}:probe`)
    request.onerror = () => reject(new Error('IndexedDB refused', { cause: request.error }))
    request.onblocked = () => reject(new Error('IndexedDB is blocked'))
    request.onsuccess = () => {
      request.result.close()
      resolve()
    }
  })
}
