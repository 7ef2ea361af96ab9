import * as Y from 'yjs'
import type { SimClient } from './sim-client.ts'
import type { SimNetwork } from './sim-network.ts'

/** One text, as the tests of a room write and read it. */
export const textOf = (client: { doc: Y.Doc }) => client.doc.getText('t').toString()

export const type = (client: SimClient, text: string) =>
  client.doc.getText('t').insert(client.doc.getText('t').length, text)

/** An update as another client would make it. */
export function foreignUpdate(text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

export async function updatesInLog(network: SimNetwork): Promise<number> {
  const loaded = await network.log.load('plan')
  return loaded?.changes.filter((change) => change.body.kind === 'update').length ?? 0
}
