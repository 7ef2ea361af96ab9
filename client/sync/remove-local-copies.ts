import { copyName, knownKey, knownPrefix } from './local-copy.ts'

/**
 * Takes a person's plans off this device, for signing out on a shared computer. A copy with work that the server never
 * acknowledged stays, under that person's name, until they are back: nothing is dropped that is nowhere else. Answers
 * how many stayed.
 */
export async function removeLocalCopies(userId: string): Promise<number> {
  let kept = 0
  for (const planId of plansKeptFor(userId)) {
    try {
      const epoch = epochOf(userId, planId)
      if (epoch === null) continue
      const name = copyName({ userId, planId, epoch })
      if (await hasUnsent(name)) kept++
      else {
        indexedDB.deleteDatabase(name)
        localStorage.removeItem(knownKey(userId, planId))
      }
    } catch {
      // Storage that refuses has nothing to take away either.
    }
  }
  return kept
}

function plansKeptFor(userId: string): string[] {
  try {
    const prefix = `${knownPrefix}:${userId}:`
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))
  } catch {
    return []
  }
}

function epochOf(userId: string, planId: string): string | null {
  const stored: unknown = JSON.parse(localStorage.getItem(knownKey(userId, planId)) ?? 'null')
  return typeof stored === 'object' && stored !== null && 'epoch' in stored && typeof stored.epoch === 'string' ? stored.epoch : null
}

function hasUnsent(name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const db = opening.result
      // Opening a database that is not there makes an empty one, without the stores of a copy.
      if (!db.objectStoreNames.contains('custom')) {
        db.close()
        return resolve(false)
      }
      const reading = db.transaction('custom').objectStore('custom').get('unsent')
      const end = (isUnsent: boolean) => {
        db.close()
        resolve(isUnsent)
      }
      reading.onsuccess = () => end(reading.result === 1)
      // What can't be read is not thrown away.
      reading.onerror = () => end(true)
    }
  })
}
