/**
 * The id of a stored file: the id of its plan, a dot, and an id that the client makes before the file is sent, so that a
 * text refers to a picture that is still on the device of its author.
 */
const pattern = /^([A-Za-z0-9-]{1,64})\.([A-Za-z0-9_-]{16,64})$/

export function isFileId(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value)
}

export const fileIdOf = (planId: string, localId: string): string => `${planId}.${localId}`

/** Null for a value that is no id of a file. */
export function planIdOfFile(fileId: string): string | null {
  return pattern.exec(fileId)?.[1] ?? null
}
