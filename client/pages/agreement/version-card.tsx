import { Link } from 'wouter'
import { addressOfView } from '#client/panels/history/view-address.ts'
import { Button } from '#client/ui/button.tsx'
import type { Agreement } from '#shared/api/agreement.ts'
import { formatRecent } from '#shared/text/moment.ts'
import './version-card.css'

type VersionCardProps = {
  planId: string
  round: NonNullable<Agreement['current']>
  /** Null when no round can be recalled, or not by this user. */
  onRecall: (() => void) | null
}

export function VersionCard({ planId, round, onRecall }: VersionCardProps) {
  return (
    <section className="card" aria-labelledby="version-title">
      <h2 className="card__title" id="version-title">
        Deze versie
      </h2>
      <p>
        Versie {round.number}, {round.name}. Vastgelegd{' '}
        {formatRecent(round.presentedAt, new Date())} door {round.presentedBy.name}. Tekst en
        bedragen kunnen niet meer veranderen.
        {round.editorialOf !== null &&
          ` De coördinator gaf aan: alleen de spelling is verbeterd sinds versie ${round.editorialOf}.`}
      </p>
      <p>
        <Link
          className="link"
          href={addressOfView(planId, { kind: 'version', versionId: round.versionId })}
        >
          Lees versie {round.number}
        </Link>
      </p>
      <p>
        <code className="check-code">{round.code}</code>
      </p>
      <p className="muted">
        Met deze code kan iedereen nagaan of een document deze versie is:{' '}
        <Link className="link" href={`/controle?code=${round.code}`}>
          controleer een document
        </Link>
        .
      </p>
      {onRecall !== null && (
        <div className="version-card__action">
          <Button isWide onPress={onRecall}>
            Ronde intrekken…
          </Button>
        </div>
      )}
    </section>
  )
}
