import { useState } from 'react'
import { ToggleButton } from 'react-aria-components'
import { Button } from '#client/ui/button.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { matches } from '#shared/fold.ts'
import { InvitationRow, NamedRow } from './invitation-row.tsx'
import { MemberRow } from './member-row.tsx'
import { ParticipantHead } from './participant-row.tsx'
import {
  type InvitationActions,
  type Participant,
  type ParticipantKind,
  type ParticipantsContext,
  searchTextsOf,
} from './participants.ts'
import './participant-list.css'
import './participant-row.css'
import '#client/ui/button.css'

/** A plan names hundreds of people at most; more lines than this are drawn on request. */
const shownAtOnce = 100
/** With fewer people one sees them all. */
const searchFrom = 8

const kinds: readonly { kind: ParticipantKind; label: string }[] = [
  { kind: 'member', label: 'Leden' },
  { kind: 'invited', label: 'Uitgenodigd' },
  { kind: 'named', label: 'Alleen in het plan' },
]

type Props = ParticipantsContext & {
  participants: readonly Participant[]
  actions: InvitationActions
}

/** Everyone around a plan: who takes part, who was invited, and whom only the plan names. */
export function ParticipantList({ participants, actions, ...list }: Props) {
  const [kind, setKind] = useState<ParticipantKind | null>(null)
  const [query, setQuery] = useState('')
  const [limit, setLimit] = useState(shownAtOnce)
  const countOf = (one: ParticipantKind) => participants.filter((p) => p.kind === one).length
  const offered = kinds.filter((one) => one.kind === 'member' || countOf(one.kind) > 0)
  // The last of a kind may have gone while one looked at it.
  const chosen = offered.some((one) => one.kind === kind) ? kind : null
  const found = participants.filter(
    (one) => (chosen === null || one.kind === chosen) && matches(query, searchTextsOf(one)),
  )
  return (
    <>
      {(offered.length > 1 || participants.length >= searchFrom) && (
        <div className="participant-filter">
          {offered.length > 1 && (
            // biome-ignore lint/a11y/useSemanticElements: buttons that filter at once are no part of a form
            <div className="participant-filter__kinds" role="group" aria-label="Wie u ziet">
              <FilterButton
                label="Iedereen"
                count={participants.length}
                isChosen={chosen === null}
                onChoose={() => setKind(null)}
              />
              {offered.map((one) => (
                <FilterButton
                  key={one.kind}
                  label={one.label}
                  count={countOf(one.kind)}
                  isChosen={chosen === one.kind}
                  onChoose={() => setKind(one.kind)}
                />
              ))}
            </div>
          )}
          {participants.length >= searchFrom && (
            <TextField
              id="participant-search"
              label="Zoek op naam of e-mailadres"
              type="search"
              isBare
              value={query}
              onChange={setQuery}
            />
          )}
        </div>
      )}
      <p role="status" className="visually-hidden">
        {query === '' && chosen === null ? '' : foundText(found.length)}
      </p>
      {found.length === 0 ? (
        <div className="participant-filter__none">
          <p>Niemand gevonden met ‘{query.trim()}’.</p>
          <Button
            onPress={() => {
              setQuery('')
              setKind(null)
              document.getElementById('participant-search')?.focus()
            }}
          >
            Iedereen tonen
          </Button>
        </div>
      ) : (
        <>
          <ParticipantHead hasLastHere={list.canManage} />
          <ul className="participants" aria-labelledby="members-title">
            {found.slice(0, limit).map((one) => (
              <ParticipantItem key={one.id} one={one} actions={actions} list={list} />
            ))}
          </ul>
          {found.length > limit && (
            <Button onPress={() => setLimit(limit + shownAtOnce)}>
              Meer tonen ({found.length - limit})
            </Button>
          )}
        </>
      )}
    </>
  )
}

type ItemProps = { one: Participant; actions: InvitationActions; list: ParticipantsContext }

function ParticipantItem({ one, actions, list }: ItemProps) {
  switch (one.kind) {
    case 'member':
      return <MemberRow {...list} member={one.member} invitedAs={one.invitedAs} />
    case 'invited':
      return (
        <InvitationRow
          {...one}
          format={list.format}
          people={list.people ?? []}
          now={list.now}
          isRenewing={actions.renewingId === one.invite.id}
          onRenew={() => actions.renew(one.invite)}
          onWithdraw={() => actions.withdraw(one.invite)}
        />
      )
    case 'named':
      return (
        <NamedRow
          name={one.name}
          person={one.person}
          onInvite={list.canManage ? () => actions.invite(one.person) : null}
        />
      )
  }
}

type FilterButtonProps = { label: string; count: number; isChosen: boolean; onChoose: () => void }

function FilterButton({ label, count, isChosen, onChoose }: FilterButtonProps) {
  return (
    <ToggleButton className="button button--small" isSelected={isChosen} onChange={onChoose}>
      {label} <span className="participant-filter__count">{count}</span>
    </ToggleButton>
  )
}

const foundText = (count: number): string =>
  count === 1 ? '1 persoon gevonden' : `${count} personen gevonden`
