import * as auditText from '#client/text/audit.ts'
import { DateField } from '#client/ui/date-field.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import { type AuditFilter, byInstallation } from '#shared/api/audit.ts'
import { auditKindLabels, auditKinds } from '#shared/audit/kinds.ts'
import './audit-page.css'

type AuditFiltersProps = {
  filter: AuditFilter
  people: readonly { id: string; name: string }[]
  onChange: (filter: AuditFilter) => void
}

const all = ''

/** Filters by person, subject and period. Each choice applies at once; the page announces the number of lines left. */
export function AuditFilters({ filter, people, onChange }: AuditFiltersProps) {
  const set = (name: keyof AuditFilter, value: string) => {
    const { [name]: _, ...rest } = filter
    onChange(value === all ? rest : ({ ...rest, [name]: value } as AuditFilter))
  }
  const isBackwards =
    filter.from !== undefined && filter.to !== undefined && filter.from > filter.to
  return (
    <div className="audit__filters">
      <SelectField
        id="audit-who"
        label={auditText.person}
        isRequired
        value={filter.who ?? all}
        choices={[
          { value: all, label: auditText.everyone },
          ...people.map(({ id, name }) => ({
            value: id,
            label: name === '' ? auditText.missingAccount : name,
          })),
          { value: byInstallation, label: auditText.wijktafelItself },
        ]}
        onChange={(value) => set('who', value)}
      />
      <SelectField
        id="audit-kind"
        label={auditText.kind}
        isRequired
        value={filter.kind ?? all}
        choices={[
          { value: all, label: auditText.allKinds },
          ...auditKinds.map((kind) => ({ value: kind as string, label: auditKindLabels[kind] })),
        ]}
        onChange={(value) => set('kind', value)}
      />
      <DateField
        id="audit-from"
        label={auditText.from}
        isBare
        value={filter.from ?? ''}
        onChange={(value) => set('from', value)}
      />
      <DateField
        id="audit-to"
        label={auditText.until}
        isBare
        value={filter.to ?? ''}
        onChange={(value) => set('to', value)}
        {...(isBackwards ? { error: auditText.endsBeforeStart } : {})}
      />
    </div>
  )
}
