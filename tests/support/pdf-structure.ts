import {
  isRef,
  isStream,
  nameOf,
  type PdfDict,
  type PdfFile,
  type PdfValue,
  streamBytes,
} from './pdf-file.ts'

/** An element of the structure tree of a PDF. */
type Element = {
  tag: string
  dict: PdfDict
  children: Element[]
  mcids: { page: number; id: number }[]
}

/** The structure tree, with the marked content of each element by page (object number). */
export function structure(file: PdfFile): Element[] {
  const root = file.dict(file.catalog['StructTreeRoot'])
  const roles = file.dict(root['RoleMap'])
  const read = (value: PdfValue, page: number): Element[] => {
    const dict = file.dict(value)
    const tag = nameOf(dict['S'])
    if (tag === undefined) return []
    const own = isRef(dict['Pg']) ? dict['Pg'].ref : page
    const element: Element = { tag: nameOf(roles[tag]) ?? tag, dict, children: [], mcids: [] }
    for (const kid of file.list(dict['K'])) {
      const resolved = file.resolve(kid)
      if (typeof resolved === 'number') element.mcids.push({ page: own, id: resolved })
      else if (nameOf(file.dict(kid)['Type']) === 'MCR') {
        const mcr = file.dict(kid)
        const at = isRef(mcr['Pg']) ? mcr['Pg'].ref : own
        element.mcids.push({ page: at, id: Number(file.resolve(mcr['MCID'])) })
      } else element.children.push(...read(kid, own))
    }
    return [element]
  }
  return file.list(root['K']).flatMap((kid) => read(kid, -1))
}

export const flat = (elements: readonly Element[]): Element[] =>
  elements.flatMap((element) => [element, ...flat(element.children)])

export function metadata(file: PdfFile): string {
  const stream = file.resolve(file.catalog['Metadata'])
  if (!isStream(stream)) throw new Error('no metadata')
  return streamBytes(stream).toString('utf8')
}

export const attributesOf = (file: PdfFile, { dict }: Element): PdfDict =>
  Object.assign({}, ...file.list(dict['A']).map((entry) => file.dict(entry)))

/** The object number of each page, in order. */
export function pageNumbers(file: PdfFile): number[] {
  const walk = (value: PdfValue): number[] => {
    const node = file.dict(value)
    if (nameOf(node['Type']) === 'Page') return isRef(value) ? [value.ref] : []
    return file.list(node['Kids']).flatMap(walk)
  }
  return walk(file.catalog['Pages'] ?? null)
}
