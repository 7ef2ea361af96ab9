import { addressOf } from '#client/api.ts'
import { addFile, getFile } from '#shared/api/files.ts'
import { errorTable, isErrorCode } from '#shared/errors.ts'
import { browserClock } from '../clock.ts'
import { cachedMe } from '../device/offline-cache.ts'
import { openPictureCopies, type UnsentPicture } from '../device/picture-copies.ts'
import {
  createPlanPictures,
  type FetchResult,
  type PlanPictures,
  type SendResult,
} from './plan-pictures.ts'

let opened: { userId: string; pictures: PlanPictures } | null = null

/** The pictures of the user of this page. */
export function pictures(): PlanPictures {
  const userId = cachedMe()?.id ?? ''
  if (opened?.userId !== userId) {
    const made = createPlanPictures({
      copies: openPictureCopies(userId, () => browserClock.now()),
      send,
      fetch: fetchPicture,
      urlOf: (blob) => URL.createObjectURL(blob),
      newLocalId,
      clock: browserClock,
    })
    opened = { userId, pictures: made }
    window.addEventListener('online', () => made.retry())
  }
  return opened.pictures
}

const letters = 'abcdefghijkmnopqrstuvwxyz'

/** 24 letters and no digits: an id of digits could look like a BSN. */
function newLocalId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return [...bytes].map((byte) => letters[byte % letters.length]).join('')
}

async function fetchPicture(fileId: string): Promise<FetchResult> {
  try {
    const response = await fetch(addressOf(getFile.path, { fileId }), {
      credentials: 'same-origin',
    })
    if (response.ok) return { kind: 'found', blob: await response.blob() }
    await response.body?.cancel()
    return response.status >= 500 || response.status === 429
      ? { kind: 'offline' }
      : { kind: 'missing' }
  } catch {
    return { kind: 'offline' }
  }
}

const passing = new Set(['unavailable', 'too-many', 'files-busy', 'not-signed-in'])

/** Not by `fetch`, which does not say how far an upload is. */
function send(
  { id, planId, blob }: UnsentPicture,
  onPart: (part: number) => void,
): Promise<SendResult> {
  return new Promise((resolve) => {
    const form = new FormData()
    form.append('file', blob, 'afbeelding')
    const request = new XMLHttpRequest()
    request.open('POST', addressOf(addFile.path, { planId }, { id: id.slice(planId.length + 1) }))
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onPart(total === 0 ? 0 : loaded / total)
    request.onerror = () => resolve({ kind: 'passing' })
    request.onload = () => {
      if (request.status === 201) return resolve({ kind: 'sent' })
      const code: unknown = request.response?.code
      if (!isErrorCode(code) || passing.has(code)) return resolve({ kind: 'passing' })
      resolve({ kind: 'refused', reason: errorTable[code].text })
    }
    request.send(form)
  })
}
