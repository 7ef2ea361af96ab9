// The styles of an OpenDocument file: what a name of a style says about the text that has it.
import { attribute, childElements, descendants, firstChild } from './xml-tree.mjs'

/**
 * @typedef {{ marks: Record<string, boolean>, isHidden: boolean, names: string[] }} Look
 * `names`: of the style and those that it is based on, for styles that a program names itself ("Title").
 */

/** @param {Document[]} parts content.xml and styles.xml */
export function stylesOf(parts) {
  const styles = new Map()
  const ordered = new Map()
  const hiddenTables = new Set()
  for (const part of parts) {
    for (const style of descendants(part.documentElement, 'style')) {
      const name = attribute(style, 'name')
      const table = firstChild(style, 'table-properties')
      if (table !== undefined && attribute(table, 'display') === 'false') hiddenTables.add(name)
      styles.set(`${attribute(style, 'family')}:${name}`, style)
    }
    for (const list of descendants(part.documentElement, 'list-style'))
      ordered.set(attribute(list, 'name'), orderedLevels(list))
  }
  return {
    look: (family, name) => lookOf(styles, family, name),
    isOrdered: (name, level) => ordered.get(name)?.has(level) === true,
    isHiddenTable: (name) => hiddenTables.has(name),
  }
}

function orderedLevels(list) {
  return new Set(
    childElements(list)
      .filter(
        (level) =>
          level.localName === 'list-level-style-number' &&
          (attribute(level, 'num-format') ?? '') !== '',
      )
      .map((level) => Number(attribute(level, 'level')) - 1),
  )
}

/** A style says only what differs from the one that it is based on. @returns {Look} */
function lookOf(styles, family, name) {
  const marks = {}
  const names = []
  let isHidden
  const seen = new Set()
  for (let at = name; at !== undefined && !seen.has(at); ) {
    seen.add(at)
    names.push(at)
    const style = styles.get(`${family}:${at}`)
    if (style === undefined) break
    const text = firstChild(style, 'text-properties')
    if (text !== undefined) {
      isHidden ??= said(text, 'display', (value) => value === 'none')
      marks.bold ??= said(text, 'font-weight', (value) => value === 'bold' || Number(value) >= 600)
      marks.italic ??= said(text, 'font-style', (value) => value === 'italic')
      marks.strike ??= said(text, 'text-line-through-style', (value) => value !== 'none')
      marks.underline ??= said(text, 'text-underline-style', (value) => value !== 'none')
    }
    at = attribute(style, 'parent-style-name')
  }
  return { marks, isHidden: isHidden === true, names }
}

function said(element, name, meaning) {
  const value = attribute(element, name)
  return value === undefined ? undefined : meaning(value)
}
