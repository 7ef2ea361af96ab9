import { Link } from 'wouter'
import { useAgreeing } from '#client/hooks/use-agreement.ts'
import { useMembers } from '#client/hooks/use-members.ts'
import * as agreementText from '#client/text/agreement.ts'
import { linkText, mandateText } from '#client/text/answer-texts.ts'
import { CompactSelect } from '#client/ui/select-field.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { can } from '#shared/access.ts'
import type { MandateView, SeatPeople } from '#shared/api/agreement.ts'
import { formatList } from '#shared/format-list.ts'
import './who-is-asked.css'

/** Before a version is presented: the signatory of each party with their mandate and how they hear of it, and the parties without one. */
export function WhoIsAsked({ planId, seats }: { planId: string; seats: readonly SeatPeople[] }) {
  const empty = seats.filter((seat) => holderOf(seat) === undefined)
  return (
    <section aria-label={agreementText.whomYouAsk} className="asked-list">
      <h3 className="card__subtitle">{agreementText.whomYouAsk}</h3>
      {empty.length > 0 && (
        <p className="notice">
          {agreementText.seatsWithoutPerson(
            empty.length,
            formatList(empty.map((seat) => seat.label)),
          )}
        </p>
      )}
      <ul>
        {seats.map((seat) => (
          <li key={seat.id} className="asked-list__seat">
            <p className="asked-list__label">{seat.label}</p>
            <div>
              <Holder seat={seat} planId={planId} />
            </div>
          </li>
        ))}
      </ul>
      <p className="muted">
        <Sentence
          parts={agreementText.mandateIsWrong((words) => (
            <Link className="link" href={`/plan/${planId}/leden`}>
              {words}
            </Link>
          ))}
        />
      </p>
    </section>
  )
}

function Holder({ seat, planId }: { seat: SeatPeople; planId: string }) {
  const holder = holderOf(seat)
  if (holder === undefined) return <NameHolder seat={seat} planId={planId} />
  const deputies = seat.mandates.filter(({ kind }) => kind === 'deputy')
  const as = mandateText(holder)
  return (
    <>
      <p>
        <strong>{holder.user.name}</strong>
        {as !== '' && `, ${as}`}
      </p>
      {holder.link !== 'coordinator' && (
        <p className={holder.link === 'none' ? 'asked-list__warn' : 'muted'}>{linkText(holder)}</p>
      )}
      <p className="muted">{reachText(holder)}</p>
      {deputies.length > 0 && (
        <p className="muted">
          {agreementText.deputies(formatList(deputies.map((one) => one.user.name)))}
        </p>
      )}
    </>
  )
}

/** A party that has nobody yet: named here and now, from the members who may write. */
function NameHolder({ seat, planId }: { seat: SeatPeople; planId: string }) {
  const members = useMembers(planId).data ?? []
  const { mandate } = useAgreeing(planId)
  const names = seat.speakers.map(({ name }) => name).filter((name) => name.trim() !== '')
  return (
    <>
      <p className="asked-list__warn">{agreementText.nobodyYet(formatList(names))}</p>
      <CompactSelect
        id={`holder-${seat.id}`}
        aria-label={agreementText.whoAnswersFor(seat.label)}
        value=""
        isDisabled={mandate.isPending}
        choices={[
          { value: '', label: agreementText.whoAnswers },
          ...members
            .filter(({ role, sections }) => can(role, 'write') && sections === null)
            .map(({ userId, name }) => ({ value: userId, label: name })),
        ]}
        onChange={(userId) => mandate.mutate({ seat: seat.id, userId, kind: 'holder' })}
      />
      {mandate.isError && <p className="error-text">{mandate.error.message}</p>}
    </>
  )
}

const holderOf = (seat: SeatPeople): MandateView | undefined =>
  seat.mandates.find(({ kind }) => kind === 'holder')

const reachText = ({ byMail }: MandateView): string =>
  byMail ? agreementText.getsMail : agreementText.getsNoMail
