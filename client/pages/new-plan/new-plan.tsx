import { Link } from 'wouter'
import { useFormats } from '#client/hooks/use-plans.ts'
import * as newPlanText from '#client/text/new-plan.ts'
import * as placeText from '#client/text/places.ts'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { NewPlanForm } from './new-plan-form.tsx'

export function NewPlanPage() {
  const formats = useFormats()
  return (
    <Shell width="form">
      <PageHeader
        title={placeText.newPlan}
        back={{ href: '/', label: placeText.plans }}
        lead={newPlanText.lead}
      />
      <p>
        <Sentence
          parts={newPlanText.startWithForm((words) => (
            <Link href="/nieuw/formulier" className="link">
              {words}
            </Link>
          ))}
        />
      </p>
      <QueryView query={formats} loadingLabel={newPlanText.loadingForms}>
        {(list) => <NewPlanForm formats={list} />}
      </QueryView>
    </Shell>
  )
}
