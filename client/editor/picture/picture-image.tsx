import { useMemo } from 'react'
import { useSource } from '#client/hooks/use-source.ts'
import { pictures } from '#client/sync/session/pictures.ts'
import { constant } from '#client/sync/source.ts'
import { pictureTexts } from '#client/text/picture-texts.ts'
import { readPictureAttrs } from '#shared/richtext/picture-attrs.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import './picture.css'

/** A picture in a text without an editor. */
export function PictureImage({ node }: { node: RichNode }) {
  const attrs = useMemo(() => readPictureAttrs(node.attrs ?? {}), [node.attrs])
  const source = useMemo(
    () => (attrs === null ? constant({ kind: 'missing' } as const) : pictures().of(attrs.file)),
    [attrs],
  )
  const state = useSource(source)
  if (attrs === null) return null
  const { alt, decorative, width, height, scale } = attrs
  return (
    <figure className="picture">
      <div
        className="picture__frame"
        style={{ width: `${scale}%`, maxWidth: width, aspectRatio: `${width} / ${height}` }}
      >
        {state.kind === 'shown' ? (
          <img src={state.url} alt={decorative ? '' : alt || pictureTexts.plain} />
        ) : (
          <p className="picture__words">
            {alt === '' ? pictureTexts.plain : pictureTexts.described(alt)}
          </p>
        )}
      </div>
    </figure>
  )
}
