/** The content of the middle of the plan screen. It is in the address, so that it can be shared and the back button works. */
export type ContentSource =
  | { kind: 'plan' }
  | { kind: 'version'; versionId: string }
  /** The plan at the end of a day (ISO date). */
  | { kind: 'day'; day: string }
  /** Versions by id, or null for the current plan. */
  | { kind: 'compare'; from: string; to: string | null }
  /** A file that is imported into the plan. */
  | { kind: 'import' }

const parameters = {
  version: 'versie',
  day: 'dag',
  from: 'vergelijk',
  to: 'met',
  import: 'importeren',
} as const
const isId = (value: string | null): value is string =>
  value !== null && /^[A-Za-z0-9_-]{1,64}$/.test(value)

export function viewOf(search: string): ContentSource {
  const given = new URLSearchParams(search)
  const [version, from, to] = [
    given.get(parameters.version),
    given.get(parameters.from),
    given.get(parameters.to),
  ]
  if (given.has(parameters.import)) return { kind: 'import' }
  if (isId(from)) return { kind: 'compare', from, to: isId(to) ? to : null }
  if (isId(version)) return { kind: 'version', versionId: version }
  const day = given.get(parameters.day)
  return day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? { kind: 'day', day } : { kind: 'plan' }
}

/** `sheet`: the sheet of the plan screen; the form is the sheet without a name of its own. */
export function addressOfView(
  planId: string,
  view: ContentSource,
  sheet: 'plan' | 'year' = 'plan',
): string {
  const given = new URLSearchParams()
  if (view.kind === 'version') given.set(parameters.version, view.versionId)
  if (view.kind === 'day') given.set(parameters.day, view.day)
  if (view.kind === 'import') given.set(parameters.import, '1')
  if (view.kind === 'compare') {
    given.set(parameters.from, view.from)
    if (view.to !== null) given.set(parameters.to, view.to)
  }
  return `/plan/${planId}${sheet === 'year' ? '/jaar' : ''}${given.size === 0 ? '' : `?${given}`}`
}
