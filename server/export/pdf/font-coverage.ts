/**
 * Which characters a font has a glyph for: the `cmap` table of a TrueType or OpenType file, formats
 * 4 and 12.
 */
export function fontCoverage(font: Uint8Array): Set<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const covered = new Set<number>()
  const cmap = tableOffset(view, 'cmap')
  const count = view.getUint16(cmap + 2)
  for (let index = 0; index < count; index += 1) {
    const offset = cmap + view.getUint32(cmap + 4 + index * 8 + 4)
    const format = view.getUint16(offset)
    if (format === 4) readSegments(view, offset, covered)
    if (format === 12) readRanges(view, offset, covered)
  }
  return covered
}

function tableOffset(view: DataView, name: string): number {
  const count = view.getUint16(4)
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16
    const tag = String.fromCharCode(
      view.getUint8(at),
      view.getUint8(at + 1),
      view.getUint8(at + 2),
      view.getUint8(at + 3),
    )
    if (tag === name) return view.getUint32(at + 8)
  }
  throw new Error(`The font has no table ${name}.`)
}

/** Format 4: segments of the basic plane. A glyph of 0 means that there is none. */
function readSegments(view: DataView, offset: number, covered: Set<number>): void {
  const length = view.getUint16(offset + 6)
  const [ends, starts, deltas, ranges] = [14, 16 + length, 16 + 2 * length, 16 + 3 * length].map(
    (at) => offset + at,
  ) as [number, number, number, number]
  for (let at = 0; at < length; at += 2) {
    const start = view.getUint16(starts + at)
    const end = view.getUint16(ends + at)
    const range = view.getUint16(ranges + at)
    for (let code = start; code <= end && code !== 0xffff; code += 1) {
      const glyph =
        range === 0
          ? (code + view.getUint16(deltas + at)) & 0xffff
          : view.getUint16(ranges + at + range + (code - start) * 2)
      if (glyph !== 0) covered.add(code)
    }
  }
}

/** Format 12: groups over all planes. */
function readRanges(view: DataView, offset: number, covered: Set<number>): void {
  const count = view.getUint32(offset + 12)
  for (let index = 0; index < count; index += 1) {
    const at = offset + 16 + index * 12
    const end = view.getUint32(at + 4)
    for (let code = view.getUint32(at); code <= end; code += 1) covered.add(code)
  }
}
