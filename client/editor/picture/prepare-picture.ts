import { uploadLimits } from '#shared/limits/upload-limits.ts'

/** A picture that is ready to be sent. `width` and `height` in pixels. */
export type PreparedPicture = { blob: Blob; width: number; height: number }

/** Sharp on a page of A4 and on any screen. */
const largestEdge = 2_000
const photoQuality = 0.85

/**
 * Turns any picture that this browser can show into a JPEG or a PNG of at most 2000 pixels: the right way up, and without
 * what a camera writes about the place and the time. Rejects for a file that is no picture.
 */
export async function preparePicture(file: Blob): Promise<PreparedPicture> {
  const image = await decode(file)
  const { naturalWidth, naturalHeight } = image
  // A drawing without a size of its own.
  const [ownWidth, ownHeight] = [naturalWidth || 800, naturalHeight || 600]
  const scale = Math.min(1, largestEdge / Math.max(ownWidth, ownHeight))
  const [width, height] = [ownWidth, ownHeight].map((edge) => Math.max(1, Math.round(edge * scale)))
  if (width === undefined || height === undefined) throw new Error('no size')
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.drawImage(image, 0, 0, width, height)
  const blob = await smallest(canvas, context, file.type)
  if (blob.size > uploadLimits.uploadBytes.max) throw new Error('too large')
  return { blob, width, height }
}

/** In an element, in which a drawing (SVG) runs no script and fetches nothing. */
function decode(file: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(file)
  const image = new Image()
  image.src = url
  return image
    .decode()
    .then(() => image)
    .finally(() => URL.revokeObjectURL(url))
}

/** A photo is a JPEG; a screenshot, a drawing and anything that one sees through is a PNG, unless that is far larger. */
async function smallest(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  type: string,
): Promise<Blob> {
  const isPhoto = type === 'image/jpeg' || type === 'image/heic' || type === 'image/heif'
  if (isPhoto) return toBlob(canvas, 'image/jpeg')
  const png = await toBlob(canvas, 'image/png')
  if (png.size < 400_000 || isSeenThrough(canvas, context)) return png
  const jpeg = await toBlob(canvas, 'image/jpeg')
  return jpeg.size * 2 < png.size ? jpeg : png
}

function isSeenThrough(
  { width, height }: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
): boolean {
  const { data } = context.getImageData(0, 0, width, height)
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true
  return false
}

function toBlob(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)),
      type,
      photoQuality,
    )
  })
}
