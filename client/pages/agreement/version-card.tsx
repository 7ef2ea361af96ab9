import { Link } from 'wouter'
import { addressOfView } from '#client/panels/history/view-address.ts'
import * as agreementText from '#client/text/agreement.ts'
import { formatRecent } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import type { Agreement } from '#shared/api/agreement.ts'
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
        {agreementText.thisVersion}
      </h2>
      <p>
        {agreementText.versionFacts(
          round.number,
          round.name,
          formatRecent(round.presentedAt, new Date()),
          round.presentedBy.name,
          round.editorialOf,
        )}
      </p>
      <p>
        <Link
          className="link"
          href={addressOfView(planId, { kind: 'version', versionId: round.versionId })}
        >
          {agreementText.readVersion(round.number)}
        </Link>
      </p>
      <p>
        <code className="check-code">{round.code}</code>
      </p>
      <p className="muted">
        <Sentence
          parts={agreementText.versionCode((words) => (
            <Link className="link" href={`/controle?code=${round.code}`}>
              {words}
            </Link>
          ))}
        />
      </p>
      {onRecall !== null && (
        <div className="version-card__action">
          <Button isWide onPress={onRecall}>
            {agreementText.recallMenu}
          </Button>
        </div>
      )}
    </section>
  )
}
