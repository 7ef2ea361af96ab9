import { type FormEvent, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useCreatePlan } from '#client/hooks/use-plans.ts'
import { ProposalReview, useProposalChoices } from '#client/panels/import/proposal-review.tsx'
import { newPlanState } from '#client/plan/paper/new-plan-card.tsx'
import * as newPlanText from '#client/text/new-plan.ts'
import { Button } from '#client/ui/button.tsx'
import { FormErrors, RequiredNote } from '#client/ui/form-errors.tsx'
import type { Format } from '#shared/format/schema.ts'
import { emptyPlan } from '#shared/import/empty-plan.ts'
import type { ImportResult } from '#shared/import/import-result.ts'
import { acceptedInput, type ImportProposal, proposeImport } from '#shared/import/propose.ts'
import { checkNewPlan, type NewPlan, newPlanFields, sharedLabels } from './new-plan-check.ts'
import { NewPlanFields } from './new-plan-fields.tsx'

type NewPlanReviewProps = {
  fileName: string
  found: ImportResult
  format: Format
  onOther: () => void
}

/** The values asked above the preview, prefilled from the file. */
const asked: ReadonlySet<string> = new Set(
  ['wijk', 'team', 'periodFrom', 'periodTo'].map((id) => `value/${id}`),
)

function withoutNames(proposal: ImportProposal): ImportProposal {
  const sections = proposal.comparison.sections.map((section) => ({
    ...section,
    differences: section.differences.filter(({ id }) => !asked.has(id)),
  }))
  return {
    ...proposal,
    comparison: {
      ...proposal.comparison,
      sections: sections.filter(
        (section) => section.differences.length + section.totals.length > 0,
      ),
    },
  }
}

/** Preview of the plan that an imported file becomes; asks for the naming values that the file lacks. */
export function NewPlanReview({ fileName, found, format, onOther }: NewPlanReviewProps) {
  const [, navigate] = useLocation()
  const [reasons, setReasons] = useState<readonly string[]>([])
  const empty = useMemo(() => emptyPlan(format), [format])
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer lets through what was held
  const proposal = useMemo(
    () => withoutNames(proposeImport(found, empty, format)),
    [found, empty, format, reasons],
  )
  const chosen = useProposalChoices(proposal)
  const { ids } = chosen
  const form = useFormIssues()
  const create = useCreatePlan()
  const labels = sharedLabels(format)
  const given = (id: string) => (typeof found.values[id] === 'string' ? found.values[id] : '')
  const [plan, setPlan] = useState<NewPlan>({
    format: format.id,
    wijk: given('wijk'),
    team: given('team'),
    gemeente: '',
    periodFrom: given('periodFrom'),
    periodTo: given('periodTo'),
  })
  const set = (field: keyof NewPlan) => (value: string) => {
    setPlan((before) => ({ ...before, [field]: value }))
    form.clear(field)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.report(checkNewPlan(plan, labels))) return
    const input = acceptedInput(proposal, empty, { format, ids })
    const { wijk, team, periodFrom, periodTo } = plan
    const notBsn = reasons.length === 0 ? {} : { notBsn: reasons.join('; ').slice(0, 200) }
    create.mutate(
      {
        ...input,
        format: format.id,
        values: { ...input.values, wijk, team, periodFrom, periodTo },
        ...notBsn,
      },
      {
        onSuccess: ({ id }) => navigate(`/plan/${id}`, { state: newPlanState }),
        onError: (error) => form.reportError(error, newPlanFields),
      },
    )
  }
  return (
    <form noValidate className="form" onSubmit={submit}>
      <p role="status" className="notice notice--quiet">
        {newPlanText.importRead(
          fileName,
          format.name,
          format.issuer,
          proposal.comparison.summary.text.toLowerCase(),
          proposal.unplaced.length,
        )}
      </p>
      <FormErrors form={form} />
      <RequiredNote />
      <NewPlanFields
        plan={plan}
        labels={{ ...labels, gemeente: null, periodHint: null }}
        set={set}
        errorOf={form.errorOf}
      />
      <h2 className="card__title">{newPlanText.importContents}</h2>
      <ProposalReview
        proposal={proposal}
        chosen={chosen}
        notices={found.notices}
        onNotBsn={(_difference, reason) => setReasons((before) => [...before, reason])}
      />
      <div className="button-row">
        <Button
          kind="primary"
          type="submit"
          isLarge
          isDisabled={!chosen.isAccepted}
          isPending={create.isPending}
        >
          {newPlanText.makeWith(ids.size)}
        </Button>
        <Button isLarge onPress={onOther}>
          {newPlanText.chooseOtherFile}
        </Button>
      </div>
    </form>
  )
}
