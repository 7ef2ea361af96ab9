import * as Y from 'yjs'

/**
 * A document that holds what it is given and nothing of its own. Yjs takes superfluous marks out of a text when it
 * receives an update; on the server that would be a change that no log holds, yet that everyone who joins is sent (AK1)
 * and whose second coming, from a client that does the same, would be acknowledged without being logged (AK2).
 */
export function createLogDocument(): Y.Doc {
  const doc = new Y.Doc()
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false
  })
  return doc
}
