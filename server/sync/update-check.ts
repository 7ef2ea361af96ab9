import * as Y from 'yjs'

export type Decoded = ReturnType<typeof Y.decodeUpdate>

/** Values nested deeper can be read, and then not be written again: JSON.stringify and Yjs' own encoding recurse. */
const maxValueDepth = 32
/** Yjs draws client ids from 32 bits. */
const maxClientId = 2 ** 32 - 1
/** Far above what a person types and far below where numbers lose their last digit. */
const maxClock = 2 ** 40

/**
 * The parts of an update, or null when its bytes are not a whole update that a Yjs client could have made. Looking comes
 * before committing, because an update is refused whole or logged whole (UP1) and Yjs can't roll back half an update.
 */
export function parseUpdate(update: Uint8Array): Decoded | null {
  try {
    const decoded = Y.decodeUpdate(update)
    return decoded.structs.every(isSound) &&
      [...decoded.ds.clients.values()]
        .flat()
        .every(({ clock, len }) => len > 0 && clock + len <= maxClock)
      ? decoded
      : null
  } catch {
    return null
  }
}

function isSound(struct: Decoded['structs'][number]): boolean {
  // After a struct of no length Yjs no longer finds the one that follows it.
  if (
    struct.length < 1 ||
    struct.id.client > maxClientId ||
    struct.id.clock + struct.length > maxClock
  )
    return false
  if (!(struct instanceof Y.Item)) return true
  const { content } = struct
  // A plan holds no documents inside it.
  if (content instanceof Y.ContentDoc) return false
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON)
    return isShallow(content.arr, maxValueDepth + 1)
  if (content instanceof Y.ContentEmbed) return isShallow(content.embed, maxValueDepth)
  return !(content instanceof Y.ContentFormat) || isShallow(content.value, maxValueDepth)
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1))
}

/** Whether an update has words that a document which has got this far with each client does not know. */
export function bringsWords({ structs }: Decoded, stateOf: (client: number) => number): boolean {
  return structs.some(
    (struct) =>
      !(struct instanceof Y.Skip) && struct.id.clock + struct.length > stateOf(struct.id.client),
  )
}

/**
 * Whether a document already holds all of an update (UP2). Each reconnect brings a step 2 with the whole delete set;
 * without this the log would grow with every flaky tablet in the room.
 */
export function addsNothing(decoded: Decoded, doc: Y.Doc): boolean {
  if (bringsWords(decoded, (client) => Y.getState(doc.store, client))) return false
  for (const [client, deletes] of decoded.ds.clients) {
    for (const range of deletes)
      if (!isAllDeleted(doc, client, range.clock, range.len)) return false
  }
  return true
}

export function isAllDeleted(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  const end = clock + length
  if (end > Y.getState(doc.store, client)) return false
  const structs = doc.store.clients.get(client)
  if (structs === undefined) return length === 0
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i]
    if (struct === undefined || struct.id.clock >= end) break
    if (struct instanceof Y.Item && !struct.deleted) return false
  }
  return true
}
