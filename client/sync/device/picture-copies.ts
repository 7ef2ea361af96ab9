import { prefix } from './copy-names.ts'

/** A picture that was put in a text and is not on the server yet. */
export type UnsentPicture = { id: string; planId: string; blob: Blob }

/** Pictures on this device: those to be sent, and those that were seen, for reading without a connection. */
export type PictureCopies = {
  unsent(): Promise<UnsentPicture[]>
  /** False if this device can't store anything. */
  addUnsent(picture: UnsentPicture): Promise<boolean>
  removeUnsent(id: string): Promise<void>
  /** Null for one that was not seen here. */
  seen(id: string): Promise<Blob | null>
  keepSeen(id: string, blob: Blob): Promise<void>
}

/** About sixty megabytes. The one seen longest ago makes room. */
const mostSeen = 200

const nameOf = (userId: string) => `${prefix}:pictures:${userId}`
const stores = { unsent: 'unsent', seen: 'seen' } as const
type SeenPicture = { id: string; blob: Blob; at: number }

export function openPictureCopies(userId: string, now: () => number): PictureCopies {
  let opened: Promise<IDBDatabase> | null = null
  const open = () => {
    opened ??= openDatabase(nameOf(userId)).catch((error: unknown) => {
      opened = null
      throw error
    })
    return opened
  }
  async function run<T>(
    store: keyof typeof stores,
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const db = await open()
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(stores[store], mode)
      const request = ask(transaction.objectStore(stores[store]))
      // A full disk ends the transaction after the request succeeded.
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'))
    })
  }

  return {
    unsent: () =>
      run<UnsentPicture[]>('unsent', 'readonly', (store) => store.getAll()).catch(() => []),
    addUnsent: (picture) =>
      run('unsent', 'readwrite', (store) => store.put(picture)).then(
        () => true,
        () => false,
      ),
    removeUnsent: (id) =>
      run('unsent', 'readwrite', (store) => store.delete(id)).then(
        () => undefined,
        () => undefined,
      ),
    seen: (id) =>
      run<SeenPicture | undefined>('seen', 'readonly', (store) => store.get(id)).then(
        (found) => found?.blob ?? null,
        () => null,
      ),
    async keepSeen(id, blob) {
      try {
        await run('seen', 'readwrite', (store) => store.put({ id, blob, at: now() }))
        const all = await run<SeenPicture[]>('seen', 'readonly', (store) => store.getAll())
        const old = all.sort((a, b) => b.at - a.at).slice(mostSeen)
        for (const { id: gone } of old)
          await run('seen', 'readwrite', (store) => store.delete(gone))
      } catch {
        // Reading without a connection is then not possible; with one it is.
      }
    },
  }
}

/** Removes the pictures of a user. Those that were not sent stay: the only copy of work is never dropped. True if any did. */
export async function removePictureCopies(userId: string): Promise<boolean> {
  try {
    const db = await openDatabase(nameOf(userId))
    const isUnsent = await new Promise<boolean>((resolve, reject) => {
      const transaction = db.transaction(Object.values(stores), 'readwrite')
      const counting = transaction.objectStore(stores.unsent).count()
      transaction.objectStore(stores.seen).clear()
      transaction.oncomplete = () => resolve(counting.result > 0)
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'))
    })
    db.close()
    if (!isUnsent) indexedDB.deleteDatabase(nameOf(userId))
    return isUnsent
  } catch {
    // Storage that refuses holds nothing.
    return false
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    if (typeof indexedDB === 'undefined') return reject(new Error('no IndexedDB'))
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => {
      for (const store of Object.values(stores))
        request.result.createObjectStore(store, { keyPath: 'id' })
    }
    request.onerror = () => reject(new Error('IndexedDB refused', { cause: request.error }))
    request.onblocked = () => reject(new Error('IndexedDB is blocked'))
    request.onsuccess = () => {
      // Another tab removes it at sign-out.
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
  })
}
