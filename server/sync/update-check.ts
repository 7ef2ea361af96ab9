import * as Y from 'yjs'

type Decoded = ReturnType<typeof Y.decodeUpdate>

/**
 * Whether bytes are a whole Yjs update. Parsing comes before committing, because an update is refused whole or logged
 * whole (UP1) and Yjs can't roll back half an update.
 */
export function parseUpdate(update: Uint8Array): Decoded | null {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

/**
 * Whether a document already holds all of an update (UP2). Each reconnect brings a step 2 with the whole delete set;
 * without this the log would grow with every flaky tablet in the room.
 */
export function addsNothing(decoded: Decoded, doc: Y.Doc): boolean {
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Skip) && struct.id.clock + struct.length > Y.getState(doc.store, struct.id.client)) return false
  }
  for (const [client, deletes] of decoded.ds.clients) {
    for (const range of deletes) if (!isAllDeleted(doc, client, range.clock, range.len)) return false
  }
  return true
}

function isAllDeleted(doc: Y.Doc, client: number, clock: number, length: number): boolean {
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
