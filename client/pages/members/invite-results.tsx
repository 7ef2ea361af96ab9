import type { InviteResult } from '#client/hooks/use-members.ts'
import { inviteMessage } from '#client/text/message-texts.ts'
import { CopyMessage } from '#client/ui/copy-message.tsx'
import './invite-results.css'

type InviteResultsProps = {
  planTitle: string
  myName: string
  results: readonly InviteResult[]
}

/** The result of each invitation: mailed, to be passed on by hand, or refused with the reason. */
export function InviteResults({ planTitle, myName, results }: InviteResultsProps) {
  const isAnyUnsent = results.some(
    ({ outcome }) => outcome.kind === 'made' && !outcome.invite.isMailed,
  )
  return (
    <div className="invite-results">
      {isAnyUnsent && (
        <p>
          {results.length === 1
            ? 'Er is geen mail verstuurd: stuur dit bericht zelf. U ziet de link alleen nu.'
            : 'Waar geen mail is verstuurd, stuurt u zelf dit bericht. U ziet de links alleen nu.'}
        </p>
      )}
      <ul className="invite-results__list">
        {results.map(({ wanted, outcome }, index) => (
          <li key={`${wanted.email ?? ''} ${wanted.name ?? ''}`}>
            {outcome.kind === 'refused' ? (
              <>
                <p className="card__subtitle">{whoOf(wanted)}: niet uitgenodigd</p>
                <p className="error-text">{outcome.error.message}</p>
              </>
            ) : outcome.invite.isMailed ? (
              <p className="card__subtitle">
                {whoOf(wanted)}: gemaild naar {wanted.email}
              </p>
            ) : (
              <CopyMessage
                id={`invite-message-${index}`}
                label={`Bericht voor ${whoOf(wanted)}`}
                email={wanted.email}
                {...inviteMessage({
                  name: wanted.name,
                  from: myName,
                  planTitle,
                  role: wanted.role,
                  discipline: wanted.discipline,
                  url: outcome.invite.url,
                  expiresAt: outcome.invite.expiresAt,
                })}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

const whoOf = ({ name, email }: InviteResult['wanted']): string => name ?? email ?? 'Zonder naam'
