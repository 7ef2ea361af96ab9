import type { z } from 'zod'
import type { ItemSchema } from './kinds/table-schema.ts'

/** Nouns of the forms with `het`, for forms that were stored with a plan before they said so. */
const neuter = new Set(['thema', 'speerpunt', 'projectplan', 'maandcontact', 'signaal', 'tarief'])

/** The article of the name for a row: "het thema", "de begrotingsregel". */
export function articleOf({ one, article }: z.infer<typeof ItemSchema>): 'de' | 'het' {
  return article ?? (neuter.has(one) ? 'het' : 'de')
}
