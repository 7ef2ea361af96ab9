import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import { type InviteResult, useInviteTeam, type Wanted } from '#client/hooks/use-members.ts'
import { Button } from '#client/ui/button.tsx'
import { TextAreaField } from '#client/ui/text-area-field.tsx'
import { can } from '#shared/access.ts'
import type { Invite, Member } from '#shared/api/members.ts'
import { counted } from '#shared/counted.ts'
import type { Format } from '#shared/format/schema.ts'
import { InviteResults } from './invite-results.tsx'
import { InvitedRow } from './invited-row.tsx'
import type { PlanPerson } from './plan-person.ts'
import { type Invited, readInvited, withoutInvited } from './read-invited.ts'
import type { InviteDraft } from './use-invite-draft.ts'
import './invite-team.css'
import './invited-row.css'

export type InviteTeamProps = {
  planId: string
  planTitle: string
  format: Format | null
  members: readonly Member[]
  invites: readonly Invite[]
  people: readonly PlanPerson[]
  isMailConfigured: boolean
  mayHandLinks: boolean
  myName: string
  draft: InviteDraft
}

/** Names and addresses as they are pasted, and what each of them will be; then one invitation for each. */
export function InviteTeam(props: InviteTeamProps) {
  const { results, setResults } = props.draft
  return (
    <section className="card" aria-labelledby="invite-title">
      {results === null ? (
        <InviteForm {...props} />
      ) : (
        <MadeInvites results={results} {...props} onDone={() => setResults(null)} />
      )}
    </section>
  )
}

function InviteForm(props: InviteTeamProps) {
  const { planId, format, members, invites, people, isMailConfigured, draft } = props
  const { text, setText, added } = draft
  useEffect(() => {
    if (added > 0) document.getElementById('invited')?.focus()
  }, [added])
  const [isChecked, setChecked] = useState(false)
  const team = useInviteTeam(planId)
  const read = useMemo(() => readInvited(text), [text])
  const choiceOf = (one: Invited) => draft.choiceOf(one.key)
  const memberOf = (one: Invited) =>
    members.find((member) => one.email !== null && sameAddress(member.email, one.email)) ?? null
  const wanted = read.people.filter((one) => memberOf(one) === null)
  const taken = new Set([
    ...members.flatMap(({ person }) => (person === null ? [] : [person.rowId])),
    ...invites.flatMap(({ personRow }) => (personRow === null ? [] : [personRow])),
    ...read.people.flatMap((one) => choiceOf(one).personRow || []),
  ])
  const error =
    isChecked && read.people.length === 0
      ? 'Vul een naam of een e-mailadres in.'
      : badText(read.bad)

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChecked(true)
    if (wanted.length === 0 || read.bad.length > 0) {
      document.getElementById('invited')?.focus()
      return
    }
    team.mutate(
      wanted.map((one): Wanted => {
        const { role, discipline, personRow, sections } = choiceOf(one)
        const parts = can(role, 'write') ? null : sections
        return {
          name: one.name === '' ? nameFrom(people, personRow) : one.name,
          email: one.email,
          role,
          discipline: discipline === '' ? null : discipline,
          personRow: parts === null && personRow !== '' ? personRow : null,
          sections: parts === null ? null : [...parts],
          replaces:
            invites.find(
              ({ email }) => email !== null && one.email !== null && sameAddress(email, one.email),
            )?.id ?? null,
        }
      }),
      {
        onSuccess: (made) => {
          draft.setResults(made)
          setText('')
        },
      },
    )
  }

  return (
    <form noValidate className="invite-team" onSubmit={submit}>
      <div className="invite-team__text">
        <h2 className="card__title" id="invite-title">
          Team uitnodigen
        </h2>
        <TextAreaField
          id="invited"
          label="Namen of e-mailadressen"
          description="Eén per regel, bijvoorbeeld: Marieke Tol, m.tol@voorbeeld.nl"
          rows={4}
          maxLength={20_000}
          isRequired
          value={text}
          onChange={setText}
          error={error}
        />
        <Button kind="primary" type="submit" isWide isPending={team.isPending}>
          {wanted.length === 0
            ? 'Uitnodigingen maken'
            : `${counted(wanted.length, 'uitnodiging', 'uitnodigingen')} maken`}
        </Button>
      </div>
      <div className="invite-team__people">
        {read.people.length === 0 ? (
          <p className="muted">
            Zodra er een naam of adres staat, kiest u hier per persoon een rol en een discipline.
          </p>
        ) : (
          <ul className="invited" aria-label="Wie u uitnodigt">
            {read.people.map((one) => (
              <InvitedRow
                key={one.key}
                person={one}
                choice={choiceOf(one)}
                member={memberOf(one)}
                isInvited={invites.some(
                  ({ email }) =>
                    email !== null && one.email !== null && sameAddress(email, one.email),
                )}
                people={people.filter(
                  ({ rowId }) => !taken.has(rowId) || rowId === choiceOf(one).personRow,
                )}
                planId={planId}
                format={format}
                mayHandLinks={props.mayHandLinks}
                onChange={(choice) => draft.setChoice(one.key, choice)}
                onRemove={() => {
                  setText(withoutInvited(text, one))
                  document.getElementById('invited')?.focus()
                }}
              />
            ))}
          </ul>
        )}
        <p className="muted invite-team__how">
          {isMailConfigured
            ? 'Wie u met een e-mailadres uitnodigt, krijgt een mail. Voor de anderen krijgt u een bericht om zelf te sturen.'
            : 'Deze Wijktafel verstuurt geen mail. U krijgt per persoon een bericht om zelf te sturen.'}
        </p>
      </div>
    </form>
  )
}

function MadeInvites({
  onDone,
  ...props
}: InviteTeamProps & { results: readonly InviteResult[]; onDone: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h2 className="card__title" id="invite-title" ref={heading} tabIndex={-1}>
        {madeTitle(props.results)}
      </h2>
      <InviteResults {...props} />
      <div className="button-row">
        <Button onPress={onDone}>Nog iemand uitnodigen</Button>
      </div>
    </>
  )
}

function madeTitle(results: readonly InviteResult[]): string {
  const made = results.filter(({ outcome }) => outcome.kind === 'made').length
  if (made === 0) return 'Er is geen uitnodiging gemaakt'
  return made === 1 ? 'De uitnodiging is klaar' : `${made} uitnodigingen zijn klaar`
}

const nameFrom = (people: readonly PlanPerson[], rowId: string): string | null =>
  people.find((one) => one.rowId === rowId)?.name.trim() || null

const sameAddress = (a: string, b: string): boolean =>
  a !== '' && a.toLocaleLowerCase('nl-NL') === b.toLocaleLowerCase('nl-NL')

function badText(bad: readonly string[]): string | undefined {
  if (bad.length === 0) return undefined
  return `Dit is geen e-mailadres: ${bad.slice(0, 3).join(', ')}. Verbeter het of haal het weg.`
}
