import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Meter, Sliced } from './turns.ts'

/** Writing one struct, and looking at one for what is deleted. */
const writeUnits = 1.5
const lookUnits = 0.1

/**
 * What `Y.encodeStateAsUpdate` gives, in slices: the words that someone who has got so far with each client lacks, and all
 * that is deleted. The document must not change meanwhile.
 */
export function* encodeState(
  doc: Y.Doc,
  known: ReadonlyMap<number, number>,
  meter: Meter,
): Sliced<Uint8Array> {
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  // Those with the highest number first: it helps who takes them in.
  const clients = [...doc.store.clients].sort(([a], [b]) => b - a)
  if (meter.add(clients.length)) yield
  const lacking = clients.filter(
    ([client]) => Y.getState(doc.store, client) > (known.get(client) ?? 0),
  )
  encoding.writeVarUint(restEncoder, lacking.length)
  for (const [client, structs] of lacking) {
    const clock = Math.max(known.get(client) ?? 0, structs[0]?.id.clock ?? 0)
    const first = Y.findIndexSS(structs, clock)
    encoding.writeVarUint(restEncoder, structs.length - first)
    encoder.writeClient(client)
    encoding.writeVarUint(restEncoder, clock)
    for (let i = first; i < structs.length; i++) {
      const struct = structs[i]
      struct?.write(encoder, i === first ? clock - struct.id.clock : 0)
      if (meter.add(writeUnits)) yield
    }
  }
  yield* writeDeletes(restEncoder, clients, meter)
  return encoder.toUint8Array()
}

function* writeDeletes(
  encoder: encoding.Encoder,
  clients: readonly (readonly [number, readonly (Y.Item | Y.GC)[]])[],
  meter: Meter,
): Sliced<void> {
  const withDeletes: { client: number; ranges: { clock: number; len: number }[] }[] = []
  for (const [client, structs] of clients) {
    const ranges: { clock: number; len: number }[] = []
    let last: { clock: number; len: number } | null = null
    for (const struct of structs) {
      if (!struct.deleted) last = null
      else if (last !== null) last.len += struct.length
      else {
        last = { clock: struct.id.clock, len: struct.length }
        ranges.push(last)
      }
      if (meter.add(lookUnits)) yield
    }
    if (ranges.length > 0) withDeletes.push({ client, ranges })
  }
  encoding.writeVarUint(encoder, withDeletes.length)
  for (const { client, ranges } of withDeletes) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, len)
      if (meter.add(lookUnits)) yield
    }
  }
}
