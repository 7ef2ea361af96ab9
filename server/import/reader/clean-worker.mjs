// Cleans a picture or an attachment in a thread of its own, with an end to its time: whatever someone sends, the server
// goes on answering. What leaves this thread is what the plan keeps.
import { parentPort } from 'node:worker_threads'
import { cleanJpeg } from './clean-jpeg.mjs'
import { cleanPng } from './clean-png.mjs'
import { openPackage } from './package.mjs'
import { Refusal } from './refusal.mjs'

parentPort.on('message', async ({ bytes, limits }) => {
  try {
    parentPort.postMessage({ kind: 'cleaned', file: await clean(Buffer.from(bytes), limits) })
  } catch (error) {
    parentPort.postMessage({
      kind: 'refused',
      code: error instanceof Refusal ? error.code : 'upload-broken',
    })
  }
})

const starts = (bytes, ...signature) => signature.every((byte, index) => bytes[index] === byte)

/** By the first bytes: the end of a name, and the type that a browser gives, say what someone hopes. */
async function clean(bytes, limits) {
  if (bytes.length === 0) throw new Refusal('upload-empty')
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47)) return cleanPng(bytes, limits)
  if (starts(bytes, 0xff, 0xd8, 0xff)) return cleanJpeg(bytes, limits)
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return asIs('pdf', wholePdf(bytes))
  if (starts(bytes, 0x50, 0x4b)) return asIs(officeKind(bytes), bytes)
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new Refusal('upload-locked')
  return asIs('text', plainText(bytes))
}

const asIs = (kind, bytes) => ({ kind, bytes, width: null, height: null })

/** A program that appends itself to a pdf would be a second file in one. */
function wholePdf(bytes) {
  const end = bytes.lastIndexOf('%%EOF')
  if (end === -1 || bytes.length - end > 1024) throw new Refusal('upload-broken')
  return bytes
}

/** The reader of imports refuses macros, passwords, and packages that unpack to far more than they are. */
function officeKind(bytes) {
  try {
    return openPackage(bytes).kind
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const codes = {
      'import-macros': 'upload-locked',
      'import-locked': 'upload-locked',
      'import-wrong-type': 'upload-wrong-kind',
      'import-unpacks-too-large': 'upload-too-heavy',
    }
    throw new Refusal(codes[error.code] ?? 'upload-broken')
  }
}

/** A text of a page or a drawing (HTML, SVG, XML) may run scripts in the program that opens it. */
function plainText(bytes) {
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal('upload-wrong-kind')
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these say that it is no text
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) throw new Refusal('upload-wrong-kind')
  if (/^\s*</.test(text) || /<(script|svg|html|!doctype|iframe|object|embed)\b/i.test(text))
    throw new Refusal('upload-wrong-kind')
  return bytes
}
