import * as Y from 'yjs'
import { fieldIdsOf, tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Problem, Row } from '#shared/plan/content.ts'
import { partOfRoot } from '#shared/plan/layout.ts'
import { assembleTables, readField, readRows, readValues } from '#shared/plan/read.ts'
import type { RichDoc } from '#shared/richtext/rich-doc.ts'
import type { Clock } from '../clock.ts'
import { share } from '../share.ts'
import { createListeners, type Source } from '../source.ts'
import { localOrigin } from './undo.ts'

/** An editor renders its own text; other views of the text (progress, outline) may follow a moment later. */
const textDelayMs = 150

export type ContentSource = Source<PlanContent> & { destroy(): void }

export type ContentSourceOptions = {
  doc: Y.Doc
  format: Format
  clock: Clock
  at: () => { epoch: string; seq: number }
}

/** The plan as plain JSON; a change reads only the changed parts again. */
export function createContentSource({
  doc,
  format,
  clock,
  at,
}: ContentSourceOptions): ContentSource {
  const tables = new Map(tablesOf(format).map((table) => [table.id, table]))
  const fieldIds = new Set(fieldIdsOf(format))
  const listeners = createListeners()
  const dirty = new Set<string>()
  const problems = new Map<string, Problem[]>()
  let raw: Record<string, Row[]> = {}
  let content: PlanContent | null = null
  /** The content that listeners were told of: `get` may read a newer one before they are called. */
  let told: PlanContent | null = null
  let isScheduled = false
  let isLocal = false
  let cancelLater: (() => void) | null = null

  const everything = () => [
    'values',
    ...[...fieldIds].map((id) => `field:${id}`),
    ...[...tables.keys()].map((id) => `rows:${id}`),
  ]

  function read(before: PlanContent | null, roots: Iterable<string>): PlanContent {
    let values = before?.values ?? {}
    const fields: Record<string, RichDoc> = { ...before?.fields }
    const rows = { ...raw }
    for (const root of roots) {
      const part = partOfRoot(root)
      const table = part?.kind === 'table' ? tables.get(part.id) : undefined
      if (part?.kind === 'values') {
        const fresh = readValues(doc, format)
        values = fresh.values
        problems.set(root, fresh.problems)
      } else if (part?.kind === 'field' && fieldIds.has(part.id)) {
        const fresh = readField(doc, part.id)
        fields[part.id] = fresh.doc
        problems.set(root, fresh.isDamaged ? [damagedField(part.id)] : [])
      } else if (table !== undefined) {
        const fresh = readRows(doc, table)
        rows[table.id] = fresh.rows
        problems.set(root, fresh.problems)
      }
    }
    raw = share(raw, rows)
    const all = everything().flatMap((root) => problems.get(root) ?? [])
    return share(before, {
      format: { id: format.id, version: format.version },
      ...at(),
      values,
      fields,
      ...assembleTables(format, raw),
      problems: all,
    })
  }

  function get(): PlanContent {
    if (content === null) content = read(null, everything())
    else if (dirty.size > 0) content = read(content, dirty)
    dirty.clear()
    return content
  }

  function notify() {
    isScheduled = false
    cancelLater?.()
    cancelLater = null
    const now = get()
    if (now === told) return
    told = now
    listeners.call()
  }

  function onTransaction(transaction: Y.Transaction) {
    let isText = true
    for (const type of transaction.changed.keys()) {
      const root = rootOf(type)
      if (root === null) continue
      dirty.add(root)
      if (type instanceof Y.Map && !(type instanceof Y.XmlElement)) isText = false
    }
    if (dirty.size === 0) return
    // A controlled text input needs its new value before its change event ends.
    if (transaction.origin === localOrigin) isLocal = true
    else if (isText) cancelLater ??= clock.after(textDelayMs, notify)
    else if (!isScheduled) {
      isScheduled = true
      queueMicrotask(() => isScheduled && notify())
    }
  }

  function onSettled() {
    if (isLocal) {
      isLocal = false
      notify()
    }
  }

  doc.on('afterTransaction', onTransaction)
  doc.on('afterAllTransactions', onSettled)
  return {
    get,
    subscribe: listeners.add,
    destroy: () => {
      isScheduled = false
      cancelLater?.()
      doc.off('afterTransaction', onTransaction)
      doc.off('afterAllTransactions', onSettled)
    },
  }
}

type AnyType = Parameters<typeof Y.findRootTypeKey>[0]

function rootOf(type: AnyType): string | null {
  let at: AnyType = type
  while (at._item !== null) {
    const parent: unknown = at._item.parent
    // Yjs leaves an id here while the parent is not yet integrated; such a part will be reported when it is.
    if (!(parent instanceof Y.AbstractType)) return null
    at = parent as AnyType
  }
  return Y.findRootTypeKey(at)
}

function damagedField(id: string): Problem {
  return {
    rule: 'leesbaar',
    severity: 'warn',
    message: 'Hier staat iets dat niet te lezen is. Vul het opnieuw in.',
    target: { kind: 'field', field: id },
  }
}
