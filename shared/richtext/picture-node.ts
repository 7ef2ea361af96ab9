import { Node } from '@tiptap/core'
import { readPictureAttrs } from './picture-attrs.ts'

const attribute = (fallback: unknown) => ({ default: fallback, rendered: false })

export const Picture = Node.create({
  name: 'picture',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    file: attribute(''),
    alt: attribute(''),
    decorative: attribute(false),
    width: attribute(800),
    height: attribute(600),
    scale: attribute(100),
  }),
  parseHTML: () => [
    {
      tag: 'img[data-picture]',
      getAttrs: (element) => {
        const { picture, ...rest } = element.dataset
        return (
          readPictureAttrs({ ...rest, file: picture, alt: element.getAttribute('alt') }) ?? false
        )
      },
    },
  ],
  renderHTML: ({ node }) => {
    const { file, alt, decorative, width, height, scale } = node.attrs
    return [
      'img',
      {
        src: `/api/files/${encodeURIComponent(String(file))}`,
        alt,
        'data-picture': file,
        'data-decorative': String(decorative),
        'data-width': width,
        'data-height': height,
        'data-scale': scale,
      },
    ]
  },
})
