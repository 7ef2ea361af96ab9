import { deflateSync } from 'node:zlib'
import JSZip from 'jszip'
import { afterAll, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { exifOf, jpegOf, pdfOf, pngChunk, pngOf, segmentOf } from '#tests/support/picture-files.ts'
import { createFileCleaner } from './file-cleaner.ts'

const cleaner = createFileCleaner()
afterAll(() => cleaner.close())

const clean = (bytes: Uint8Array) => cleaner.clean(new Uint8Array(bytes), { person: 'els' })
const refusalOf = (bytes: Uint8Array): Promise<string> =>
  clean(bytes).then(
    ({ kind }) => `kept as ${kind}`,
    (error) => String(error.limit ?? error.code),
  )

it('a PNG keeps its pixels and nothing else', async () => {
  const given = pngOf({
    extra: [
      pngChunk('tEXt', Buffer.from('Author\0Els de Wit')),
      pngChunk('eXIf', Buffer.from('52.3702 N')),
    ],
  })
  const { kind, width, height, bytes } = await clean(
    Buffer.concat([given, Buffer.from('<script>alert(1)</script>')]),
  )
  expect({ kind, width, height }).toEqual({ kind: 'png', width: 4, height: 3 })
  expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Els|52\.37|script/)
  expect(bytes).toEqual((await clean(pngOf())).bytes)
  expect(Buffer.from(bytes)).toEqual(pngOf())
})

it('a JPEG keeps its pixels and which side is up, and nothing else', async () => {
  const given = jpegOf({
    extra: [
      exifOf(6),
      segmentOf(0xe2, Buffer.from('ICC_PROFILE\0 of a camera')),
      segmentOf(0xfe, Buffer.from('Els de Wit')),
    ],
  })
  const { kind, width, height, bytes } = await clean(
    Buffer.concat([given, Buffer.from('PK\u0003\u0004 a zip after the picture')]),
  )
  expect({ kind, width, height }).toEqual({ kind: 'jpeg', width: 8, height: 8 })
  const text = Buffer.from(bytes).toString('latin1')
  expect(text).not.toMatch(/Els|52\.37|camera|PK/)
  expect(text).toContain('Exif')
  expect(bytes.subarray(-2)).toEqual(new Uint8Array([0xff, 0xd9]))
  expect((await clean(bytes)).bytes).toEqual(bytes)
})

it('a photo on its side has the width and the height that are shown', async () => {
  const given = { width: 40, height: 20 }
  expect(await clean(jpegOf({ ...given, extra: [exifOf(1)] }))).toMatchObject(given)
  expect(await clean(jpegOf({ ...given, extra: [exifOf(8)] }))).toMatchObject({
    width: 20,
    height: 40,
  })
})

it('an interlaced PNG is as large as its passes', async () => {
  // The passes of 4 by 3 pixels: their rows, each with a byte for the filter.
  const rows = [1, 0, 0, 1, 2, 2, 2, 4]
  const pixels = Buffer.concat(
    rows.flatMap((width) => (width === 0 ? [] : [Buffer.alloc(1 + width * 3)])),
  )
  expect(await refusalOf(pngOf({ interlace: 1, pixels }))).toBe('kept as png')
  expect(await refusalOf(pngOf({ interlace: 1 }))).toBe('upload-broken')
})

it('a picture that unpacks to far more than it shows is given up at once', async () => {
  const bomb = pngOf({ pixels: Buffer.alloc(64 * 1024 * 1024) })
  expect(bomb.length).toBeLessThan(100_000)
  expect(await refusalOf(bomb)).toBe('upload-broken')
  expect(await refusalOf(pngOf({ pixels: Buffer.alloc(5) }))).toBe('upload-broken')
  expect(await refusalOf(pngOf({ pixels: deflateSync('x') }))).toBe('upload-broken')
})

it('a picture with too many pixels is refused by what it says of itself (limit pictureEdge, picturePixels)', async () => {
  const { pictureEdge, picturePixels } = limits
  const pixels = new Uint8Array(1)
  const long = pictureEdge.max + 1
  const wide = Math.ceil(picturePixels.max / 5_000) + 1
  for (const [width, height] of [
    [long, 1],
    [1, long],
    [wide, 5_000],
  ] as const) {
    expect(await refusalOf(pngOf({ width, height, pixels }))).toBe('picturePixels')
    expect(await refusalOf(jpegOf({ width, height }))).toBe('picturePixels')
  }
  expect(await refusalOf(pngOf({ width: 0, height: 5, pixels }))).toBe('upload-broken')
})

it('a JPEG whose scans make every reader work is refused (limit pictureScans)', async () => {
  expect(await refusalOf(jpegOf({ scans: limits.pictureScans.max }))).toBe('kept as jpeg')
  expect(await refusalOf(jpegOf({ scans: limits.pictureScans.max + 1 }))).toBe('pictureScans')
})

it.each<[string, Uint8Array, string]>([
  ['nothing', Buffer.from(''), 'upload-empty'],
  [
    'a drawing with a script',
    Buffer.from('<svg><script>alert(1)</script></svg>'),
    'upload-wrong-kind',
  ],
  [
    'the same after a declaration',
    Buffer.from('\ufeff <?xml version="1.0"?><svg/>'),
    'upload-wrong-kind',
  ],
  ['a page inside a text', Buffer.from('hallo <SCRIPT src=x>'), 'upload-wrong-kind'],
  ['a program', Buffer.from('MZ\u0000\u0001\u0002'), 'upload-wrong-kind'],
  ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000'), 'upload-wrong-kind'],
  ['an old Word file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'upload-locked'],
  [
    'a pdf that something follows',
    Buffer.concat([pdfOf(), Buffer.alloc(4_000, 65)]),
    'upload-broken',
  ],
  ['a pdf without an end', pdfOf().subarray(0, 20), 'upload-broken'],
  ['a pdf', pdfOf(), 'kept as pdf'],
  ['a list of costs', Buffer.from('omschrijving;bedrag\r\nzaalhuur;€ 120,00\r\n'), 'kept as text'],
  ['half a JPEG', jpegOf().subarray(0, -20), 'upload-broken'],
  ['half a PNG', pngOf().subarray(0, -14), 'upload-broken'],
  ['a PNG with a changed byte', changed(pngOf(), 45), 'upload-broken'],
  ['a JPEG inside a JPEG', Buffer.concat([jpegOf().subarray(0, -2), jpegOf()]), 'upload-broken'],
  ['a bare signature', Buffer.from('ffd8ff', 'hex'), 'upload-broken'],
  ['a zip of anything', Buffer.from('504b0304', 'hex'), 'upload-broken'],
])('%s: %s', async (_name, bytes, outcome) => {
  expect(await refusalOf(bytes)).toBe(outcome)
})

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

it('an office file is one of its kind, without macros', async () => {
  const zip = new JSZip()
  zip.file('[Content_Types].xml', '<Types/>')
  zip.file('word/document.xml', '<w/>')
  const make = () => zip.generateAsync({ type: 'uint8array' })
  expect(await refusalOf(await make())).toBe('kept as docx')
  zip.file('word/vbaProject.bin', 'x')
  expect(await refusalOf(await make())).toBe('upload-locked')
  const other = new JSZip()
  other.file('virus.exe', 'MZ')
  expect(await refusalOf(await other.generateAsync({ type: 'uint8array' }))).toBe(
    'upload-wrong-kind',
  )
})

it('a file that takes too long ends, and the next one is cleaned (limit uploadMs, uploadMemoryMb)', async () => {
  const hasty = createFileCleaner({ timeoutMs: 0 })
  const noise = Buffer.alloc(1 + 3_000 * 3)
  const large = pngOf({
    width: 3_000,
    height: 3_000,
    pixels: Buffer.concat(Array(3_000).fill(noise)),
  })
  await expect(hasty.clean(new Uint8Array(large), { person: 'els' })).rejects.toMatchObject({
    limit: 'uploadMs',
  })
  await hasty.close()
  expect(limits.uploadMemoryMb.over).toBe('upload-too-heavy')
  expect(await refusalOf(large)).toBe('kept as png')
})

it('a queue that is full refuses (limit uploadsWaiting)', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: limits.uploadsWaiting.max + 5 }, (_, index) =>
      cleaner.clean(new Uint8Array(pngOf()), { person: `person ${index}` }).then(
        () => 'kept',
        (error) => error.limit,
      ),
    ),
  )
  expect(new Set(outcomes)).toEqual(new Set(['kept', 'uploadsWaiting']))
})
