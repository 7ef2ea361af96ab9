import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'
import type { Point } from '#shared/comments/flat-text.ts'

/** A text of the shared document and its position in the editor. */
type TextRun = { type: Y.XmlText; from: number; length: number }

/** The nodes of the editor and of the document have the same shape, but marks may split a text into pieces. */
export function textRuns(fragment: Y.XmlFragment, doc: Node): TextRun[] {
  const runs: TextRun[] = []
  collect(fragment, doc, 0, runs)
  return runs
}

function collect(shared: Y.XmlFragment, node: Node, start: number, runs: TextRun[]): void {
  let position = start
  let index = 0
  for (const child of shared.toArray() as unknown[]) {
    if (child instanceof Y.XmlText) {
      runs.push({ type: child, from: position, length: child.length })
      const end = position + child.length
      while (position < end) {
        const piece = node.maybeChild(index)
        if (piece == null || !piece.isText) return
        position += piece.nodeSize
        index += 1
      }
    } else if (child instanceof Y.XmlElement) {
      const element = node.maybeChild(index)
      if (element == null || element.isText) return
      collect(child, element, position + 1, runs)
      position += element.nodeSize
      index += 1
    }
  }
}

export function positionOf(runs: readonly TextRun[], { type, index }: Point): number | null {
  const run = runs.find((candidate) => candidate.type === type)
  return run === undefined || index > run.length ? null : run.from + index
}

/** The position of the editor before a child of a shared block; null when the block is not on the screen. */
export function boundaryIn(
  { fragment, doc }: { fragment: Y.XmlFragment; doc: Node },
  block: Y.XmlFragment,
  index: number,
): number | null {
  const path: number[] = [index]
  for (let inner = block; inner !== fragment; ) {
    const holder = inner._item?.parent
    if (!(holder instanceof Y.XmlFragment)) return null
    path.unshift((holder.toArray() as unknown[]).indexOf(inner))
    inner = holder
  }
  let [node, position] = [doc, 0]
  for (const [depth, childIndex] of path.entries()) {
    for (let before = 0; before < childIndex; before += 1)
      position += node.maybeChild(before)?.nodeSize ?? 0
    if (depth === path.length - 1) return position
    const child = node.maybeChild(childIndex)
    if (child === null) return null
    node = child
    position += 1
  }
  return null
}

/** The first and the last character of a selection; null when it holds none. */
export function pointsBetween(
  runs: readonly TextRun[],
  from: number,
  to: number,
): { from: Point; to: Point } | null {
  const touched = runs.filter((run) => run.from < to && run.from + run.length > from)
  const [first, last] = [touched[0], touched.at(-1)]
  if (first === undefined || last === undefined) return null
  return {
    from: { type: first.type, index: Math.max(0, from - first.from) },
    to: { type: last.type, index: Math.min(last.length, to - last.from) },
  }
}
