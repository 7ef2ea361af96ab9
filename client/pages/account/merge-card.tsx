import { useState } from 'react'
import { useSignOut } from '#client/hooks/use-me.ts'
import { useConfirmMerge, useDeclineMerge, useOwnMerges } from '#client/hooks/use-merges.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { OwnMerge } from '#shared/api/merges.ts'
import { formatUntil } from '#shared/text/moment.ts'
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
      text: isKept
        ? `Uw accounts zijn samengevoegd. Alles staat nu in dit account.`
        : `Uw accounts zijn samengevoegd. Log voortaan in met het account van ${kept.name}.`,
    })
    // This account can't be used any more, so nothing of it stays on this device.
    if (!isKept) signOut.mutate()
  }

  return (
    <section className="card stack" aria-labelledby={`merge-${merge.id}`}>
      <h2 className="card__title" id={`merge-${merge.id}`}>
        Heeft u twee accounts?
      </h2>
      <p>
        {merge.proposedBy.name}, beheerder, denkt dat dit account en dat van{' '}
        <strong>{other.name}</strong> ({otherEmail}) allebei van u zijn, en stelt voor om er één van
        te maken. {isKept ? 'Dit account blijft.' : `Het account van ${kept.name} blijft.`}
      </p>
      {own.hasConfirmed ? (
        <p role="status">
          U heeft dit hier bevestigd. Log nu in met het account van {other.name} en bevestig het
          daar ook. Dat kan {formatUntil(merge.expiresAt)}. Lukt inloggen daar niet? Vraag een
          inloglink aan een coördinator van alle plannen van dat account.
        </p>
      ) : (
        <p>
          {other.hasConfirmed
            ? `Met het account van ${other.name} is het al bevestigd. Bevestigt u het hier ook, dan gebeurt het meteen.`
            : `Bevestig het met beide accounts. Dat kan ${formatUntil(merge.expiresAt)}. Tot dan verandert er niets.`}
        </p>
      )}
      <div className="button-row">
        {!own.hasConfirmed && (
          <Button onPress={() => setAsking('confirm')}>Ja, beide zijn van mij</Button>
        )}
        <Button kind="quiet" onPress={() => setAsking('decline')}>
          {own.hasConfirmed ? 'Toch niet samenvoegen' : 'Dit ben ik niet'}
        </Button>
      </div>
      <ConfirmDialog
        title="Accounts samenvoegen?"
        isOpen={asking === 'confirm'}
        onClose={() => setAsking(null)}
        confirmLabel="Bevestigen"
        kind="primary"
        onConfirm={merged}
      >
        <ul className="bullets">
          <li>
            De plannen van {closed.name} komen bij {kept.name}. Bent u met beide lid van een plan,
            dan geldt de sterkste rol, met de onderdelen die daarbij horen.
          </li>
          <li>
            Passkeys, het organisatie-account en het bevestigde e-mailadres van {closed.name} openen
            daarna het account van {kept.name}.
          </li>
          <li>Wat u met elk account schreef of ondertekende, blijft staan met de naam van toen.</li>
          <li>
            Het account van {closed.name} sluit en logt overal uit. Dit is niet terug te draaien.
          </li>
        </ul>
      </ConfirmDialog>
      <ConfirmDialog
        title="Niet samenvoegen?"
        isOpen={asking === 'decline'}
        onClose={() => setAsking(null)}
        confirmLabel="Niet samenvoegen"
        onConfirm={() => decline.mutateAsync(merge.id)}
      >
        <p>Het voorstel vervalt. Beide accounts blijven zoals ze zijn.</p>
      </ConfirmDialog>
    </section>
  )
}
