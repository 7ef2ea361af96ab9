import type { Node } from '@tiptap/pm/model'
import { NodeSelection } from '@tiptap/pm/state'
import type { EditorView, NodeView } from '@tiptap/pm/view'
import { pictures } from '#client/sync/session/pictures.ts'
import type { PictureState } from '#client/sync/session/plan-pictures.ts'
import { pictureTexts } from '#client/text/picture-texts.ts'
import { type PictureAttrs, readPictureAttrs } from '#shared/richtext/picture-attrs.ts'
import { askedPicture } from './asked-picture.ts'
import './picture.css'

/** A picture in an editor, drawn without React: an editor has no React views (`field-editor.tsx`). */
export function pictureView(
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
): NodeView {
  const dom = document.createElement('figure')
  dom.className = 'picture'
  dom.contentEditable = 'false'
  const frame = dom.appendChild(document.createElement('div'))
  frame.className = 'picture__frame'
  const note = dom.appendChild(document.createElement('figcaption'))
  note.className = 'picture__note'
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'picture__change'
  button.textContent = pictureTexts.change
  button.addEventListener('click', () => {
    const at = getPos()
    if (at === undefined || !view.editable) return
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)))
    askedPicture.set({ kind: 'change', view })
  })
  let attrs = readPictureAttrs(node.attrs)
  let source = attrs === null ? null : pictures().of(attrs.file)
  let stop = source?.subscribe(draw)

  function draw(): void {
    if (attrs === null) return
    const state = source?.get() ?? { kind: 'missing' as const }
    drawPicture(frame, attrs, state)
    const text = noteOf(attrs, state, view.editable)
    if (note.textContent !== text) note.textContent = text
    note.hidden = text === ''
    if (view.editable && !button.isConnected) dom.append(button)
    else if (!view.editable) button.remove()
    button.setAttribute('aria-label', changeLabel(attrs))
  }
  draw()

  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false
      const before = attrs?.file
      attrs = readPictureAttrs(next.attrs)
      if (attrs === null) return false
      if (attrs.file !== before) {
        stop?.()
        source = pictures().of(attrs.file)
        stop = source.subscribe(draw)
      }
      draw()
      return true
    },
    selectNode: () => {
      dom.dataset['selected'] = ''
    },
    deselectNode: () => {
      delete dom.dataset['selected']
    },
    stopEvent: ({ target }) => target === button,
    ignoreMutation: () => true,
    destroy: () => stop?.(),
  }
}

const changeLabel = ({ alt }: PictureAttrs): string =>
  alt === '' ? pictureTexts.changeTitle : `${pictureTexts.changeTitle}: ${alt}`

/** What a reader has to know besides the picture. */
function noteOf(attrs: PictureAttrs, state: PictureState, isEditable: boolean): string {
  if (state.kind === 'shown' && state.sending !== null) return pictureTexts.sending(state.sending)
  if (state.kind === 'missing') return pictureTexts.missing
  if (state.kind === 'offline') return pictureTexts.offline
  return isEditable && attrs.alt === '' && !attrs.decorative ? pictureTexts.noAlt : ''
}

/** The picture, or its place with its words until it is there. */
function drawPicture(frame: HTMLElement, attrs: PictureAttrs, state: PictureState): void {
  const { width, height, scale } = attrs
  frame.style.width = `${scale}%`
  frame.style.maxWidth = `${width}px`
  frame.style.aspectRatio = `${width} / ${height}`
  if (state.kind !== 'shown') {
    const words = document.createElement('p')
    words.className = 'picture__words'
    words.textContent = attrs.alt === '' ? pictureTexts.plain : pictureTexts.described(attrs.alt)
    frame.replaceChildren(words)
    return
  }
  const known = frame.firstElementChild
  const image = known instanceof HTMLImageElement ? known : document.createElement('img')
  if (image.src !== state.url) image.src = state.url
  image.alt = attrs.decorative ? '' : attrs.alt || pictureTexts.plain
  image.draggable = false
  if (image !== known) frame.replaceChildren(image)
}
