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

/** Automatic styles of a document besides the named ones: marks of runs, widths of tables. */
export class OdtStyleBook {
  private readonly names = new Map<string, string>()

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
