import { can } from '#shared/access.ts'
import type { CheckedProblem } from '#shared/plan/readiness.ts'
import { usePlanContext } from '../../hooks/plan-context.ts'
import { readinessHeadline } from '../../text/problem-texts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckList } from './check-list.tsx'

type CheckDialogProps = {
  isOpen: boolean
  onClose: () => void
  problems: readonly CheckedProblem[]
}

/** *Controleer voor indienen*: everything the rules find, the way to each place, and reasons for what may stay as it is. */
export function CheckDialog({ isOpen, onClose, problems }: CheckDialogProps) {
  const { planId, role, goTo } = usePlanContext()
  return (
    <Dialog
      title={readinessHeadline(problems)}
      isOpen={isOpen}
      onClose={onClose}
      isWide
      actions={<Button onPress={onClose}>Sluiten</Button>}
    >
      <p>Deze controle kijkt naar de regels van het formulier. Ze loopt mee terwijl u schrijft.</p>
      <CheckList
        planId={planId}
        problems={problems}
        canOverrule={can(role, 'manage')}
        onGo={(target) => {
          onClose()
          goTo(target)
        }}
      />
    </Dialog>
  )
}
