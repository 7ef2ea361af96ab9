import { Link } from 'wouter'
import { useFormats } from '#client/hooks/use-plans.ts'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { NewPlanForm } from './new-plan-form.tsx'

export function NewPlanPage() {
  const formats = useFormats()
  return (
    <Shell width="form">
      <PageHeader
        title="Nieuw plan"
        back={{ href: '/', label: 'Uw plannen' }}
        lead="Kies het formulier waarmee u het plan indient. Daarna nodigt u uw kernteam uit."
      />
      <p>
        Heeft u het formulier al ingevuld in Word? Dan kunt u{' '}
        <Link href="/nieuw/formulier" className="link">
          beginnen met een ingevuld formulier
        </Link>
        .
      </p>
      <QueryView query={formats} loadingLabel="Bezig met ophalen van de formulieren">
        {(list) => <NewPlanForm formats={list} />}
      </QueryView>
    </Shell>
  )
}
