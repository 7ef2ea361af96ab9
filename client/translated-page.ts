/**
 * Keeps a page true that the browser translates. A translator takes each text node out and puts `<font>` elements in its
 * place. React keeps writing to the node that it made, so the screen goes on showing the old sum, and it fails when it
 * removes that node or inserts something before it. Each text node therefore returns to its place, empty, before its
 * translation; when React writes to it, or removes it, the old translation goes.
 */
export function keepTranslatedPageTrue(root: HTMLElement): () => void {
  const translations = new WeakMap<Text, Element[]>()
  const texts = new MutationObserver((records) => {
    for (const { target } of records) if (target instanceof Text) forget(target)
  })
  const page = new MutationObserver((records) => {
    const added = new Set(records.flatMap(({ addedNodes }) => [...addedNodes]).filter(isFont))
    for (const record of records)
      for (const node of record.removedNodes) {
        if (!(node instanceof Text) || node.isConnected) continue
        const fonts = fontsBeside(record, added)
        if (translations.has(node) && fonts.length === 0) forget(node)
        else if (fonts.length > 0) putBack(node, fonts)
      }
  })

  function putBack(text: Text, fonts: Element[]): void {
    translations.set(text, fonts)
    text.data = ''
    // React inserts before the nodes that it knows.
    fonts[0]?.before(text)
    texts.observe(text, { characterData: true })
    texts.takeRecords()
  }

  function forget(text: Text): void {
    for (const font of translations.get(text) ?? []) font.remove()
    translations.delete(text)
  }

  page.observe(root, { childList: true, subtree: true })
  return () => {
    page.disconnect()
    texts.disconnect()
  }
}

/** The translations that took the place of a removed node: the new `<font>` elements next to it. */
function fontsBeside(
  { previousSibling, nextSibling, addedNodes }: MutationRecord,
  added: ReadonlySet<Node>,
): Element[] {
  const replaced = [...addedNodes].filter(isFont)
  if (replaced.length > 0) return replaced
  const beside = [previousSibling, nextSibling].find((node) => node !== null && added.has(node))
  return beside instanceof Element ? [beside] : []
}

/** Our own screens have no such element. */
function isFont(node: Node): node is Element {
  return node.nodeName === 'FONT' && node.isConnected
}
