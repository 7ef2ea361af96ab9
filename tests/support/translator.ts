/**
 * For browser tests: what the translators of Chrome, Edge and Safari do to a page. Each text node is replaced by two nested
 * `<font>` elements with other words; here with a mark before each word. It runs in the page, so it uses nothing of this module.
 */
export function translatePage(
  root: HTMLElement,
  way: 'replaceChild' | 'insertBefore' = 'replaceChild',
): number {
  const found: Text[] = []
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode())
    if (
      node instanceof Text &&
      node.data.trim() !== '' &&
      node.parentElement?.closest('[translate="no"], script, style, font') === null
    )
      found.push(node)
  for (const text of found) {
    const outer = document.createElement('font')
    const inner = document.createElement('font')
    inner.style.verticalAlign = 'inherit'
    inner.textContent = `~${text.data}`
    outer.append(inner)
    if (way === 'replaceChild') text.parentNode?.replaceChild(outer, text)
    else {
      text.parentNode?.insertBefore(outer, text)
      text.parentNode?.removeChild(text)
    }
  }
  return found.length
}
