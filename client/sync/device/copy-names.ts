/** Names of the data on this device. Each name holds the user, so another user of the same computer never gets the data. */
export const prefix = 'wijktafel'

export type CopyOf = { userId: string; planId: string; epoch: string }

/** Stored names keep the words `known` and `kept`: devices hold copies under these names. */
export const manifestPrefix = `${prefix}:known`
export const manifestKey = (userId: string, planId: string) =>
  `${manifestPrefix}:${userId}:${planId}`
export const copyName = ({ userId, planId, epoch }: CopyOf) =>
  `${prefix}:plan:${userId}:${planId}:${epoch}`

/** The keys of local storage with this prefix; none if storage is refused. */
export function storedKeys(start: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start))
  } catch {
    return []
  }
}

export function readStored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** Null removes the item. False if this device can't store anything. */
export function store(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

export function deleteCopy(of: CopyOf): void {
  try {
    indexedDB.deleteDatabase(copyName(of))
  } catch {
    // Storage that refuses holds nothing to remove.
  }
}
