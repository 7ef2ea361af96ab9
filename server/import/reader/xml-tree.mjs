// An XML part as a tree, within bounds. The names of elements are compared without their prefix: a program may choose it.
import { DOMParser, XMLSerializer } from '@xmldom/xmldom'
import { Refusal } from './refusal.mjs'

/** Of one part. A document of sixty pages has some 150,000; each costs the tree about 200 bytes. */
const maxTags = 400_000
/** A tree this deep is no document, and would run the stack over. */
const maxDepth = 200

/** @param {string} xml @returns {Document} */
export function parseXml(xml) {
  let tags = 0
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at + 1)) {
    tags += 1
    if (tags > maxTags) throw new Refusal('import-too-heavy')
  }
  const broken = () => {
    throw new Refusal('import-broken')
  }
  const tree = new DOMParser({
    // A tag that is not closed is a warning to the library.
    errorHandler: { warning: broken, error: broken, fatalError: broken },
  }).parseFromString(xml, 'text/xml')
  if (tree?.documentElement === undefined || tree.documentElement === null) broken()
  checkDepth(tree.documentElement)
  return tree
}

export function writeXml(tree) {
  return new XMLSerializer().serializeToString(tree)
}

function checkDepth(root) {
  let depth = 0
  for (let node = root; node !== null; ) {
    if (node.firstChild !== null) {
      node = node.firstChild
      depth += 1
      if (depth > maxDepth) throw new Refusal('import-too-heavy')
    } else {
      while (node !== null && node !== root && node.nextSibling === null) {
        node = node.parentNode
        depth -= 1
      }
      node = node === root ? null : (node?.nextSibling ?? null)
    }
  }
}

/** @returns {Element[]} */
export function childElements(element) {
  const children = []
  for (let child = element.firstChild; child !== null; child = child.nextSibling)
    if (child.nodeType === 1) children.push(child)
  return children
}

export function firstChild(element, name) {
  return childElements(element).find((child) => child.localName === name)
}

/** In document order, also inside each other. */
export function descendants(element, ...names) {
  return names.length === 1
    ? Array.from(element.getElementsByTagNameNS('*', names[0]))
    : Array.from(element.getElementsByTagName('*')).filter((child) =>
        names.includes(child.localName),
      )
}

/** An attribute by its name without the prefix. */
export function attribute(element, name) {
  for (let at = 0; at < element.attributes.length; at += 1)
    if (element.attributes[at].localName === name) return element.attributes[at].value
  return undefined
}

/** Puts the children in the place of their element. */
export function unwrap(element) {
  while (element.firstChild !== null) element.parentNode.insertBefore(element.firstChild, element)
  element.parentNode.removeChild(element)
}

export function remove(node) {
  node.parentNode?.removeChild(node)
}
