import type { PictureImage } from '../document/document-tree.ts'
import { element } from '../markup.ts'

/**
 * The context of blocks: the style of running text, the available width, and whether only
 * paragraphs and lists are allowed.
 */
export type OdtPlace = {
  text: string
  /** Twentieths of a point. */
  width: number
  isInList?: boolean
}

/** What a document has besides its text: automatic styles (marks of runs, widths of tables), and pictures. */
export class OdtStyleBook {
  private readonly names = new Map<string, string>()
  /** By their path in the package. */
  readonly pictures = new Map<string, PictureImage>()

  /** The path of a picture in the package. */
  picture(image: PictureImage): string {
    const path = `Pictures/${image.name}`
    this.pictures.set(path, image)
    return path
  }

  /** The name of an automatic style; the same properties give the same style. */
  name(
    family: string,
    attributes: Readonly<Record<string, string | undefined>>,
    properties: string,
  ): string {
    const key = JSON.stringify([family, attributes, properties])
    const name = this.names.get(key) ?? `a${this.names.size + 1}`
    this.names.set(key, name)
    return name
  }

  get markup(): string {
    return [...this.names].map(([key, name]) => this.style(key, name)).join('')
  }

  private style(key: string, name: string): string {
    const [family, attributes, properties] = JSON.parse(key) as [
      string,
      Record<string, string>,
      string,
    ]
    return element(
      'style:style',
      { 'style:name': name, 'style:family': family, ...attributes },
      properties,
    )
  }
}
