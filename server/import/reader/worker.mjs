// Reads a file in a thread of its own, with an end to its time and its memory: whatever someone sends, the server goes on
// answering. Plain JavaScript, because a worker is a file that Node opens by itself, in tests too.
import { parentPort } from 'node:worker_threads'
import { readCsv } from './csv.mjs'
import { readOpenSheets } from './open-sheets.mjs'
import { readOpenText } from './open-text.mjs'
import { openPackage } from './package.mjs'
import { Refusal } from './refusal.mjs'
import { readSheets } from './sheets.mjs'
import { readWord } from './word.mjs'

parentPort.on('message', async ({ bytes }) => {
  try {
    parentPort.postMessage({ kind: 'read', file: await read(bytes) })
  } catch (error) {
    if (error instanceof Refusal)
      parentPort.postMessage({ kind: 'refused', code: error.code, detail: error.detail })
    // A stack that ran over comes from nesting that no office program writes.
    else
      parentPort.postMessage({
        kind: 'refused',
        code: error instanceof RangeError ? 'import-too-heavy' : 'import-broken',
      })
  }
})

const readers = { docx: readWord, xlsx: readSheets, odt: readOpenText, ods: readOpenSheets }

/** By the first bytes: the end of a name says what someone hopes. */
async function read(bytes) {
  const starts = (...signature) => signature.every((byte, index) => bytes[index] === byte)
  if (bytes.length === 0) throw new Refusal('import-empty')
  if (starts(0x50, 0x4b)) {
    const { kind, zip, notices } = openPackage(bytes)
    const file = await readers[kind](zip)
    return { ...file, notices: [...notices, ...(file.notices ?? [])] }
  }
  // Both what Office wrote before 2007 and what it writes with a password.
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) throw new Refusal('import-old-or-locked')
  if (starts(0x25, 0x50, 0x44, 0x46))
    throw new Refusal(
      'import-wrong-type',
      'Dit is een pdf. Vraag het Word-bestand waar de pdf van is gemaakt.',
    )
  if (starts(0x7b, 0x5c, 0x72, 0x74, 0x66) || starts(0x3c)) throw new Refusal('import-wrong-type')
  return { ...readCsv(bytes), notices: [] }
}
