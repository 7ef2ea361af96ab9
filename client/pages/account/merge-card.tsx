import { useState } from 'react'
import { useSignOut } from '#client/hooks/use-me.ts'
import { useConfirmMerge, useDeclineMerge, useOwnMerges } from '#client/hooks/use-merges.ts'
import * as actionText from '#client/text/actions.ts'
import { formatUntil } from '#client/text/moment.ts'
import * as ownText from '#client/text/own-settings.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { OwnMerge } from '#shared/api/merges.ts'
import '../sign-in/bullets.css'

/** An administrator thinks that this account and another one are of one person: yes or no. */
export function MergeCard() {
  const merges = useOwnMerges().data ?? []
  return merges.map((merge) => <OneMerge key={merge.id} merge={merge} />)
}

function OneMerge({ merge }: { merge: OwnMerge }) {
  const [asking, setAsking] = useState<'confirm' | 'decline' | null>(null)
  const confirm = useConfirmMerge()
  const decline = useDeclineMerge()
  const signOut = useSignOut()
  const { isKept, kept, closed, otherEmail } = merge
  const [own, other] = isKept ? [kept, closed] : [closed, kept]

  async function merged(): Promise<void> {
    const { isMerged } = await confirm.mutateAsync(merge.id)
    if (!isMerged) return
    showToast({
      text: isKept ? ownText.mergedHere : ownText.mergedThere(kept.name),
    })
    // This account can't be used any more, so nothing of it stays on this device.
    if (!isKept) signOut.mutate()
  }

  return (
    <section className="card stack" aria-labelledby={`merge-${merge.id}`}>
      <h2 className="card__title" id={`merge-${merge.id}`}>
        {ownText.mergeTitle}
      </h2>
      <p>
        <Sentence
          parts={ownText.mergeLead(
            <strong>{other.name}</strong>,
            merge.proposedBy.name,
            otherEmail,
            isKept,
            kept.name,
          )}
        />
      </p>
      {own.hasConfirmed ? (
        <p role="status">{ownText.mergeConfirmedHere(other.name, formatUntil(merge.expiresAt))}</p>
      ) : (
        <p>
          {other.hasConfirmed
            ? ownText.mergeConfirmedThere(other.name)
            : ownText.mergeConfirmBoth(formatUntil(merge.expiresAt))}
        </p>
      )}
      <div className="button-row">
        {!own.hasConfirmed && (
          <Button onPress={() => setAsking('confirm')}>{ownText.mergeConfirm}</Button>
        )}
        <Button kind="quiet" onPress={() => setAsking('decline')}>
          {own.hasConfirmed ? ownText.mergeWithdraw : ownText.mergeIsNotMe}
        </Button>
      </div>
      <ConfirmDialog
        title={ownText.mergeAsk}
        isOpen={asking === 'confirm'}
        onClose={() => setAsking(null)}
        confirmLabel={actionText.confirm}
        kind="primary"
        onConfirm={merged}
      >
        <ul className="bullets">
          <li>{ownText.mergeMoves(closed.name, kept.name)}</li>
          <li>{ownText.mergeMovesWaysIn(closed.name, kept.name)}</li>
          <li>{ownText.mergeKeeps}</li>
          <li>{ownText.mergeCloses(closed.name)}</li>
        </ul>
      </ConfirmDialog>
      <ConfirmDialog
        title={ownText.mergeRefuseAsk}
        isOpen={asking === 'decline'}
        onClose={() => setAsking(null)}
        confirmLabel={ownText.mergeRefuse}
        onConfirm={() => decline.mutateAsync(merge.id)}
      >
        <p>{ownText.mergeRefused}</p>
      </ConfirmDialog>
    </section>
  )
}
