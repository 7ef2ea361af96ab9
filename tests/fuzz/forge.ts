import * as encoding from 'lib0/encoding'

/** Updates that no Yjs client would make, written byte by byte in Yjs' own encoding (version 1). */

export type Id = readonly [client: number, clock: number]
export type ForgedContent =
  | { kind: 'deleted'; length: number }
  | { kind: 'json'; values: readonly string[] }
  | { kind: 'binary'; bytes: Uint8Array }
  | { kind: 'string'; text: string }
  | { kind: 'embed'; json: string }
  | { kind: 'format'; key: string; json: string }
  | { kind: 'type'; type: number; name?: string }
  | { kind: 'any'; values: readonly unknown[] }
  | { kind: 'document'; guid: string; options: unknown }
export type ForgedStruct =
  | { kind: 'gc' | 'skip'; length: number }
  | {
      kind: 'item'
      origin?: Id
      right?: Id
      parent?: string | Id
      key?: string
      content: ForgedContent
    }
export type ForgedBlock = { client: number; clock: number; structs: readonly ForgedStruct[] }
export type ForgedDelete = readonly [client: number, clock: number, length: number]

const references = {
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  document: 9,
} as const
/** Type 3 is an element and 5 a hook: both carry a name. */
const named = [3, 5]

export function forge(
  blocks: readonly ForgedBlock[],
  deletes: readonly ForgedDelete[] = [],
): Uint8Array {
  const encoder = encoding.createEncoder()
  const uint = (value: number) => encoding.writeVarUint(encoder, value)
  uint(blocks.length)
  for (const { client, clock, structs } of blocks) {
    uint(structs.length)
    uint(client)
    uint(clock)
    for (const struct of structs) writeStruct(encoder, struct)
  }
  const runs: { client: number; ranges: (readonly [clock: number, length: number])[] }[] = []
  for (const [client, ...range] of deletes) {
    const last = runs.at(-1)
    if (last?.client === client) last.ranges.push(range)
    else runs.push({ client, ranges: [range] })
  }
  uint(runs.length)
  for (const { client, ranges } of runs)
    for (const value of [client, ranges.length, ...ranges.flat()]) uint(value)
  return encoding.toUint8Array(encoder)
}

function writeStruct(encoder: encoding.Encoder, struct: ForgedStruct): void {
  const uint = (value: number) => encoding.writeVarUint(encoder, value)
  if (struct.kind !== 'item') {
    encoding.writeUint8(encoder, struct.kind === 'gc' ? 0 : 10)
    return uint(struct.length)
  }
  const { origin, right, parent = 'field:visie', key, content } = struct
  encoding.writeUint8(
    encoder,
    references[content.kind] |
      (origin === undefined ? 0 : 128) |
      (right === undefined ? 0 : 64) |
      (key === undefined ? 0 : 32),
  )
  for (const id of [origin, right]) if (id !== undefined) for (const part of id) uint(part)
  if (origin === undefined && right === undefined) {
    uint(typeof parent === 'string' ? 1 : 0)
    if (typeof parent === 'string') encoding.writeVarString(encoder, parent)
    else for (const part of parent) uint(part)
    if (key !== undefined) encoding.writeVarString(encoder, key)
  }
  writeContent(encoder, content)
}

function writeContent(encoder: encoding.Encoder, content: ForgedContent): void {
  const string = (text: string) => encoding.writeVarString(encoder, text)
  const uint = (value: number) => encoding.writeVarUint(encoder, value)
  switch (content.kind) {
    case 'deleted':
      return uint(content.length)
    case 'json':
      uint(content.values.length)
      return content.values.forEach(string)
    case 'binary':
      return encoding.writeVarUint8Array(encoder, content.bytes)
    case 'string':
      return string(content.text)
    case 'embed':
      return string(content.json)
    case 'format':
      string(content.key)
      return string(content.json)
    case 'type':
      uint(content.type)
      if (named.includes(content.type)) string(content.name ?? 'paragraph')
      return
    case 'any':
      uint(content.values.length)
      for (const value of content.values) encoding.writeAny(encoder, value as never)
      return
    case 'document':
      string(content.guid)
      return encoding.writeAny(encoder, content.options as never)
  }
}
