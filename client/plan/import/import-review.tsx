import { useMemo, useState } from 'react'
import { keepBsnException } from '#client/hooks/keep-bsn-exception.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { ProposalReview, useProposalChoices } from '#client/panels/import/proposal-review.tsx'
import type { EditableSession } from '#client/sync/session/session.ts'
import { Button } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { ImportResult } from '#shared/import/import-result.ts'
import { proposeImport } from '#shared/import/propose.ts'
import type { PlanContent, Target } from '#shared/plan/content.ts'
import { restoreInto } from '../version/restore.ts'
import '#client/panels/compare/change-mark.css'
import './import-review.css'
import '../version/compare-view.css'

type ImportReviewProps = {
  fileName: string
  found: ImportResult
  now: PlanContent
  edit: EditableSession
}

/** The changes that a file would make in the current plan, and the button that makes them as an edit of this user. */
export function ImportReview({ fileName, found, now, edit }: ImportReviewProps) {
  const { planId, format } = usePlanContext()
  const [answers, setAnswers] = useState<ReadonlyMap<string, { target: Target; reason: string }>>(
    new Map(),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer lets through what was held
  const proposal = useMemo(
    () => ({ ...proposeImport(found, now, format) }),
    [found, now, format, answers],
  )
  const chosen = useProposalChoices(proposal)
  const { ids, isAccepted } = chosen
  const { comparison, unplaced } = proposal
  const accept = () => {
    try {
      // Recomputed now: edits that others made since the last render are not reverted.
      const latest = proposeImport(found, edit.content.get(), format)
      restoreInto(edit, {
        version: latest.target,
        format,
        chosen: { kind: 'differences', ids },
        done: `Overgenomen uit ${fileName}: ${ids.size === 1 ? '1 onderdeel' : `${ids.size} onderdelen`}.`,
      })
      const given = [...answers].filter(([id]) => ids.has(id))
      // The place must exist on the server before a reason can be attached to it.
      if (given.length > 0)
        void edit
          .whenSaved()
          .then(() =>
            given.map(([, { target, reason }]) => keepBsnException({ planId, target, reason })),
          )
          .catch(() => undefined)
    } catch (error) {
      showToast({
        text:
          error instanceof Error ? error.message : 'Overnemen is niet gelukt. Probeer het opnieuw.',
        tone: 'bad',
      })
    }
  }
  return (
    <>
      <div className="import__bar">
        <p role="status" className="import__counts">
          {fileName}: {comparison.summary.text.toLowerCase()}
          {unplaced.length > 0 && `, ${unplaced.length} niet geplaatst`}
        </p>
        {comparison.sections.length > 0 && (
          <Button kind="primary" isDisabled={ids.size === 0 || !isAccepted} onPress={accept}>
            Overnemen ({ids.size})
          </Button>
        )}
      </div>
      {comparison.sections.length === 0 ? (
        <p className="notice notice--quiet">
          Geen verschillen: wat uit het bestand te lezen is, staat al zo in het plan.
        </p>
      ) : (
        <p className="compare__legend">
          <ins className="diff-ins">Onderstreept</ins> komt uit het bestand,{' '}
          <del className="diff-del">doorgestreept</del> staat nu in het plan. Wat het bestand leeg
          laat of niet heeft, blijft staan tenzij u het aanvinkt.
        </p>
      )}
      <ProposalReview
        proposal={proposal}
        chosen={chosen}
        notices={found.notices}
        onNotBsn={({ id, target }, reason) =>
          setAnswers((before) => new Map(before).set(id, { target, reason }))
        }
      />
    </>
  )
}
