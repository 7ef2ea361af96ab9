import { crc32, deflateSync } from 'node:zlib'

/** Small files in the forms that cameras, browsers and attackers send them in. */

const signature = Buffer.from('89504e470d0a1a0a', 'hex')

export function pngChunk(type: string, body: Uint8Array = new Uint8Array()): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(body.length, 0)
  ends.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}

type PngOptions = {
  width?: number
  height?: number
  /** Bytes before packing; by default those of a grey picture. */
  pixels?: Uint8Array
  interlace?: number
  /** Chunks before the pixels. */
  extra?: readonly Buffer[]
  shade?: number
}

/** Eight bits of red, green and blue. */
export function pngOf({
  width = 4,
  height = 3,
  pixels,
  interlace = 0,
  extra = [],
  shade = 120,
}: PngOptions = {}): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, interlace], 8)
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, shade)])
  return Buffer.concat([
    signature,
    pngChunk('IHDR', head),
    ...extra,
    pngChunk('IDAT', deflateSync(pixels ?? Buffer.concat(Array(height).fill(row)))),
    pngChunk('IEND'),
  ])
}

/** A grey JPEG of 8 × 8 pixels, with one scan. */
const bareJpeg = Buffer.from(
  'ffd8ffdb004300ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc0000b080008000801011100ffc40014000100000000000000000000000000000000ffc40014100100000000000000000000000000000000ffda0008010100003f0000ffd9',
  'hex',
)

export function segmentOf(marker: number, body: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

type JpegOptions = {
  width?: number
  height?: number
  /** Segments after the start. */
  extra?: readonly Buffer[]
  scans?: number
}

export function jpegOf({ width = 8, height = 8, extra = [], scans = 1 }: JpegOptions = {}): Buffer {
  const bare = Buffer.from(bareJpeg)
  const frame = bare.indexOf(Buffer.from([0xff, 0xc0]))
  bare.writeUInt16BE(height, frame + 5)
  bare.writeUInt16BE(width, frame + 7)
  const scan = bare.indexOf(Buffer.from([0xff, 0xda]))
  const body = bare.subarray(scan, -2)
  return Buffer.concat([
    bare.subarray(0, 2),
    ...extra,
    bare.subarray(2, scan),
    ...Array<Buffer>(scans).fill(body),
    bare.subarray(-2),
  ])
}

/** What a phone adds: which side is up, and where the photo was taken. */
export function exifOf(orientation: number, place = '52.3702 N'): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 12 + 4)
  tiff.write('MM', 0)
  tiff.writeUInt16BE(42, 2)
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return segmentOf(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from(place)]))
}

export const pdfOf = (text = 'factuur'): Buffer =>
  Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Title (${text}) >>\nendobj\ntrailer\n<< >>\n%%EOF\n`)

/** The body of a form with one file, as a browser sends it. */
export function formOfFile(
  bytes: Uint8Array,
  name: string,
  { part = 'file', type = 'application/octet-stream' } = {},
): { body: Buffer; contentType: string } {
  const boundary = '----wijktafel7MA4YWxkTrZu0gW'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`
  return {
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  }
}
