import { z } from 'zod'

/**
 * The disciplines around a neighbourhood's table; presence has one colour for each (design tokens
 * `--d-<id>`).
 */
export const DisciplineSchema = z.enum([
  'huisartsenzorg',
  'wijkverpleging',
  'sociaal-domein',
  'apothekers',
  'paramedici',
  'gemeente',
  'welzijn',
  'inwoners',
  'overig',
])
export type Discipline = z.infer<typeof DisciplineSchema>

type DisciplineLook = {
  label: string
  /**
   * At least 4.5:1 on paper (#fffefb) and with white on it; `#rrggbb`, because caret rendering
   * accepts nothing else.
   */
  color: string
}

export const disciplines: Record<Discipline, DisciplineLook> = {
  huisartsenzorg: { label: 'Huisartsenzorg', color: '#1d4ed8' },
  wijkverpleging: { label: 'Wijkverpleging', color: '#0f766e' },
  'sociaal-domein': { label: 'Sociaal domein / sociaal werk', color: '#b45309' },
  apothekers: { label: 'Apothekers', color: '#7e22ce' },
  paramedici: { label: 'Paramedici', color: '#be185d' },
  gemeente: { label: 'Gemeente', color: '#475569' },
  welzijn: { label: 'Welzijn', color: '#4d7c0f' },
  inwoners: { label: 'Inwoners', color: '#9f1239' },
  overig: { label: 'Overig', color: '#57534e' },
}

export const disciplineIds = DisciplineSchema.options
