import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { type CopyOf, copyName, prefix } from './copy-names.ts'

/** The text of a plan on this device, so that work survives a lost connection and a reload. */
export interface LocalCopy {
  /** The origin of the transactions by which it writes to the document. */
  readonly origin: unknown
  /** Resolves when the stored text is in the document; rejects if this device can't store anything. */
  readonly whenLoaded: Promise<{ isComplete: boolean; hasUnsent: boolean }>
  /** Calls back once when storing starts to fail: a full disk, or storage that was cleared. */
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
  // The object is created later; y-indexeddb uses it as its origin.
  const origin = { get: () => kept }
  const stop = () => {
    isClosed = true
    void kept?.destroy().catch(() => {})
    fail()
  }
  const whenLoaded = (async () => {
    // y-indexeddb leaves its own rejections unhandled, so storage is probed before y-indexeddb starts.
    await probe()
    if (isClosed) throw new Error('closed')
    kept = new IndexeddbPersistence(name, doc)
    await kept.whenSynced
    kept.db?.addEventListener('abort', () => fail())
    // The browser cleared it, or another tab removed it at sign-out: a further write would throw in the middle of an edit.
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
