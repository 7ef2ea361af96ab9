import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Random } from '../../support/random.ts'

export type Authored = { updates: Uint8Array[] }

const authors = 5
const words = 'Het kernteam komt elke zes weken bij elkaar en bespreekt de voortgang per thema. '

/**
 * A text with a realistic history: runs of letters, some of them deleted, then a jump to another position. Every typed or
 * deleted letter is one operation; an update holds `perUpdate` of them. The same input gives the same text.
 */
export function authored({
  operations,
  perUpdate,
  longestRun,
}: {
  operations: number
  perUpdate: number
  longestRun: number
}): Authored {
  const random = new Random(operations + longestRun)
  const doc = new Y.Doc()
  const text = doc.getText('history')
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  let [cursor, left, done] = [0, 0, 0]
  let isDeleting = false
  while (done < operations) {
    doc.clientID = 1000 + random.below(authors)
    doc.transact(() => {
      for (let i = 0; i < perUpdate && done < operations; i++, done++) {
        if (left === 0) {
          isDeleting = text.length > 100 && random.below(10) < 4
          left = 1 + random.below(isDeleting ? Math.ceil(longestRun / 2) : longestRun)
          if (!isDeleting || random.below(3) === 0) cursor = random.below(text.length + 1)
        }
        left--
        if (isDeleting && cursor > 0) text.delete(--cursor, 1)
        else text.insert(cursor++, words[done % words.length] ?? ' ')
      }
    })
  }
  return { updates }
}

/** Creates the file if it does not exist: a long history takes seconds to write. */
export function keepUpdates(file: string, make: () => Authored): string {
  if (existsSync(file)) return file
  const encoder = encoding.createEncoder()
  const { updates } = make()
  encoding.writeVarUint(encoder, updates.length)
  for (const update of updates) encoding.writeVarUint8Array(encoder, update)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, encoding.toUint8Array(encoder))
  return file
}

export function readUpdates(file: string): Uint8Array[] {
  const decoder = decoding.createDecoder(readFileSync(file))
  return Array.from({ length: decoding.readVarUint(decoder) }, () =>
    decoding.readVarUint8Array(decoder),
  )
}
