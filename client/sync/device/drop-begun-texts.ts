import { prefix, store, storedKeys } from './copy-names.ts'

// Apart from what reads them: everybody loads the code of signing out.

export const begunPrefix = (userId: string) => `${prefix}:begun:${userId}:`

/** At sign-out: nobody else reads on this device what was not sent. */
export function dropBegunTexts(userId: string): void {
  for (const key of storedKeys(begunPrefix(userId))) store(key, null)
}
