import { type AuditFilter, AuditFilterSchema } from '#shared/api/audit.ts'

/** The filters are in the address, so that a selection can be shared and the back button works. */
const parameters = { who: 'wie', kind: 'wat', from: 'van', to: 'tot' } as const satisfies Record<
  keyof AuditFilter,
  string
>
const names = Object.keys(parameters) as (keyof AuditFilter)[]

/** Ignores unknown values: users type and mangle addresses. */
export function filterOf(search: string): AuditFilter {
  const given = new URLSearchParams(search)
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = given.get(parameters[name])
      if (value === null) return []
      const parsed = AuditFilterSchema.safeParse({ [name]: value })
      return parsed.success ? Object.entries(parsed.data) : []
    }),
  )
}

export function addressOfFilter(planId: string, filter: AuditFilter): string {
  const given = new URLSearchParams()
  for (const name of names) {
    const value = filter[name]
    if (value !== undefined) given.set(parameters[name], value)
  }
  return `/plan/${planId}/logboek${given.size === 0 ? '' : `?${given}`}`
}
