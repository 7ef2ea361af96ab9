import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Meter, Sliced } from './turns.ts'
import { decodePiece } from './update-check.ts'
import { type Block, findStruct, type Place, type Scanned } from './update-scan.ts'

/** Finding in a block where what someone lacks begins. */
const findUnits = 60

/** What someone lacks of an update who has got so far with each client, and all that it deletes; as `Y.diffUpdate` does. */
export function* cutUpdate(
  update: Uint8Array,
  { blocks, deletesAt }: Scanned,
  known: (client: number) => number,
  meter: Meter,
): Sliced<Uint8Array> {
  const parts: { block: Block; place: Place; clock: number }[] = []
  for (const block of blocks) {
    const clock = known(block.client)
    const place = clock < block.clockEnd ? findStruct(update, block, clock) : null
    if (place !== null) parts.push({ block, place, clock: Math.max(clock, place.clock) })
    if (meter.add(clock === 0 ? 1 : findUnits)) yield
  }
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  encoding.writeVarUint(restEncoder, parts.length)
  for (const { block, place, clock } of parts) {
    encoding.writeVarUint(restEncoder, place.structs)
    encoder.writeClient(block.client)
    encoding.writeVarUint(restEncoder, clock)
    const [first] = decodePiece(update, block.client, { ...place, structs: 1 })
    first?.write(encoder, clock - place.clock)
    const end = block.pieces.at(-1)?.end ?? place.end
    encoding.writeUint8Array(restEncoder, update.subarray(place.end, end))
    if (meter.add(5)) yield
  }
  encoding.writeUint8Array(restEncoder, update.subarray(deletesAt))
  return encoder.toUint8Array()
}
