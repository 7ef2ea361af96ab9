// The letters of a text file. A spreadsheet says nowhere in which code page it wrote.
import iconv from 'iconv-lite'
import { Refusal } from './refusal.mjs'

/**
 * What Excel writes on Windows, under "CSV (MS-DOS)" and under "CSV (Macintosh)". The first is by far the most common and
 * wins a tie. Node's own TextDecoder reads windows-1252 as ISO 8859-1, so a euro sign is a control character there.
 */
const codePages = ['win1252', 'cp850', 'macroman']
/** Letters that decide which code page it is: enough for any table, and bounded for a large one. */
const maxSample = 4000

/** @param {Uint8Array} bytes @returns {string} */
export function decodeText(bytes) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return plain(iconv.decode(buffer, 'utf-16le'))
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return plain(iconv.decode(buffer, 'utf-16be'))
  try {
    return plain(new TextDecoder('utf-8', { fatal: true }).decode(buffer))
  } catch {
    return plain(inCodePage(buffer))
  }
}

function inCodePage(buffer) {
  const [best] = codePages
    .map((name) => ({ name, score: likeliness(iconv.decode(sampleOf(buffer), name)) }))
    .reduce(
      (most, candidate) => (candidate.score > most[0].score ? [candidate] : most),
      [{ name: codePages[0], score: Number.NEGATIVE_INFINITY }],
    )
  const text = iconv.decode(buffer, best.name)
  // The currency sign of the first Macintosh has been the euro sign since 1998.
  return best.name === 'macroman' ? text.replaceAll('¤', '€') : text
}

/** The lines that have a byte outside ASCII: the others are the same in each code page. */
function sampleOf(buffer) {
  const parts = []
  let taken = 0
  for (let at = 0; at < buffer.length && taken < maxSample; at += 1) {
    if ((buffer[at] ?? 0) < 0x80) continue
    parts.push(buffer.subarray(Math.max(0, at - 1), at + 2), Buffer.from('\n'))
    taken += 1
  }
  return Buffer.concat(parts)
}

/**
 * How much the letters outside ASCII look like Dutch text: a small accented letter in a word, a euro sign before an amount,
 * the quotes and dashes that Office makes of typed ones.
 */
function likeliness(sample) {
  let score = 0
  for (const [, before, letter, after] of sample.matchAll(/(.?)([^\0-\x7f])(.?)\n/gu)) {
    if (/[àáâäçèéêëìíîïñòóôöùúûüÿ]/u.test(letter))
      score += /[a-z]/i.test(before) || /[a-z]/.test(after) ? 3 : 1
    else if (/[ÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜ]/u.test(letter)) score += /[a-z]/.test(before) ? -2 : 1
    else if (letter === '€') score += /[\s\d]/.test(after) || after === '' ? 3 : 1
    else if (/[‘’“”„–—…•°²³½¼·§«»]/u.test(letter)) score += 1
    else if (letter === '\u00a0') score += 1
    else score -= 2
  }
  return score
}

/** A text with control characters is a program or a picture that was given another name. */
function plain(text) {
  if (/(?![\t\n\v\f\r])\p{Cc}/u.test(text)) throw new Refusal('import-wrong-type')
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
