import { useEffect, useState } from 'react'
import { useBegunText } from '#client/hooks/use-begun-text.ts'
import { useEndPlan } from '#client/hooks/use-ending.ts'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { usePlans } from '#client/hooks/use-plans.ts'
import * as actionText from '#client/text/actions.ts'
import * as agreementText from '#client/text/agreement.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { RadioCards } from '#client/ui/radio-cards.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import { TextAreaField } from '#client/ui/text-area-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { EndPlanSchema } from '#shared/api/ending.ts'
import type { Plan } from '#shared/api/plans.ts'

type EndingDialogProps = { plan: Plan; onClose: () => void }
type Kind = 'expired' | 'superseded'

/** Ending is final, so the dialog explains it first and asks for a reason or for the plan that follows. */
export function EndingDialog({ plan, onClose }: EndingDialogProps) {
  const end = useEndPlan(plan.id)
  const form = useFormIssues()
  // Only an approved plan can be superseded; all other plans lapse.
  const canFollow = plan.status === 'adopted' || plan.status === 'submitted'
  const [kind, setKind] = useState<Kind>('expired')
  const begun = useBegunText(`${plan.id}/end`)
  const { text: reason, setText: setReason } = begun
  const [successorId, setSuccessor] = useState('')
  const send = async () => {
    const given = EndPlanSchema.safeParse(
      kind === 'expired' ? { kind, reason } : { kind, successorId, reason },
    )
    if (!form.report(given.success ? [] : issuesOfZod(given.error)) || !given.success) return
    try {
      await end.mutateAsync(given.data)
      begun.forget()
      onClose()
      focusHeadingWhenLost()
      showToast({ text: kind === 'expired' ? agreementText.hasExpired : agreementText.isReplaced })
    } catch (error) {
      form.reportError(error, ['reason', 'successorId'])
    }
  }
  const errorOf = (name: string) => {
    const error = form.errorOf(name)
    return error === undefined ? {} : { error }
  }
  return (
    <Dialog
      title={agreementText.endTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="danger" isPending={end.isPending} onPress={() => void send()}>
            {kind === 'expired' ? agreementText.letExpire : agreementText.replace}
          </Button>
        </>
      }
    >
      <FormErrors form={form} />
      <p>{agreementText.endText(plan.status === 'submitted')}</p>
      {canFollow && (
        <RadioCards<Kind>
          id="ending-kind"
          label={agreementText.endHow}
          isRequired
          value={kind}
          onChange={setKind}
          cards={[
            {
              value: 'expired',
              title: agreementText.expires,
              text: agreementText.expiresWhen,
            },
            {
              value: 'superseded',
              title: agreementText.isReplacedBy,
              text: agreementText.isReplacedWhen,
            },
          ]}
        />
      )}
      {kind === 'superseded' && (
        <SuccessorField
          planId={plan.id}
          value={successorId}
          onChange={(next) => {
            setSuccessor(next)
            form.clear('successorId')
          }}
          {...errorOf('successorId')}
        />
      )}
      <TextAreaField
        id="reason"
        label={kind === 'expired' ? agreementText.expireReason : agreementText.remark}
        description={agreementText.reasonIsShared}
        isRequired={kind === 'expired'}
        maxLength={500}
        value={reason}
        onChange={(next) => {
          setReason(next)
          form.clear('reason')
        }}
        {...errorOf('reason')}
      />
    </Dialog>
  )
}

function SuccessorField({
  planId,
  value,
  onChange,
  error,
}: {
  planId: string
  value: string
  onChange: (id: string) => void
  error?: string
}) {
  const { data, hasNextPage, isFetching, fetchNextPage } = usePlans()
  // Any plan can be the successor, so the list offers all of them.
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  const plans = (data?.plans ?? []).filter((plan) => plan.id !== planId && !isEnded(plan.status))
  return (
    <SelectField
      id="successorId"
      label={agreementText.whichPlan}
      {...(plans.length === 0
        ? {
            description:
              'U bent nog geen lid van een ander plan. Maak dat eerst, of laat u uitnodigen.',
          }
        : {})}
      isRequired
      value={value}
      choices={[
        { value: '', label: agreementText.choosePlan },
        ...plans.map((plan) => ({ value: plan.id, label: plan.title })),
      ]}
      onChange={onChange}
      {...(error === undefined ? {} : { error })}
    />
  )
}
