/** Names under which this device keeps things. Each holds the person: someone else on the same computer never gets it. */
export const prefix = 'wijktafel'

export type CopyOf = { userId: string; planId: string; epoch: string }

/** The words `known` and `kept` stay in stored names: devices hold copies under them. */
export const manifestPrefix = `${prefix}:known`
export const manifestKey = (userId: string, planId: string) =>
  `${manifestPrefix}:${userId}:${planId}`
export const copyName = ({ userId, planId, epoch }: CopyOf) =>
  `${prefix}:plan:${userId}:${planId}:${epoch}`

/** Keys of local storage that begin so; none where storage is refused. */
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

/** Null takes it away. False when this device keeps nothing. */
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
    // Storage that refuses has nothing to take away either.
  }
}
