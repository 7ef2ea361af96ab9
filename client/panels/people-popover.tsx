import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import * as panelText from '#client/text/panels.ts'
import { Sentence } from '#client/ui/sentence.tsx'
import { disciplines } from '#shared/disciplines.ts'
import { usePlanContext } from '../hooks/plan-context.ts'
import { usePeople } from '../hooks/use-people.ts'
import { type Announcements, changeSettings, useSettings } from '../settings.ts'
import { sectionOf } from '../sync/place.ts'
import type { Person } from '../sync/session/session.ts'
import './people-popover.css'
import '../ui/popover.css'

const shownAvatars = 5
const everyone = (people: readonly Person[]) => people

/** The people who have the plan open: initials in a row, with names, disciplines and places in a popover. */
export function PeopleButton() {
  const people = usePeople(everyone)
  const shown = people.slice(0, shownAvatars)
  return (
    <DialogTrigger>
      <AriaButton className="people-button" aria-label={panelText.whoIsHereCount(people.length)}>
        {shown.map((person) => (
          <Initials key={person.userId} person={person} />
        ))}
        <span className="people-button__count" aria-hidden="true">
          {people.length}
        </span>
        {people.length > shown.length && (
          <span className="initials initials--more">+{people.length - shown.length}</span>
        )}
      </AriaButton>
      <Popover className="popover people-popover" placement="bottom end">
        <Dialog className="people-list" aria-label={panelText.whoIsHere}>
          {({ close }) => (
            <>
              <h2 className="people-list__title">{panelText.whoIsHere}</h2>
              <ul className="people-list__items">
                {people.map((person) => (
                  <PersonItem key={person.userId} person={person} onGo={close} />
                ))}
              </ul>
              <AnnouncementChoice />
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Initials({ person }: { person: Person }) {
  return (
    <span
      className="initials"
      aria-hidden="true"
      title={person.name}
      style={{
        background:
          person.discipline === null ? person.color : disciplines[person.discipline].color,
      }}
    >
      {person.initials}
    </span>
  )
}

function PersonItem({ person, onGo }: { person: Person; onGo: () => void }) {
  const { format, goTo } = usePlanContext()
  const section = person.place === null ? null : sectionOf(person.place, format)
  const { place } = person
  return (
    <li className="people-list__item">
      <Initials person={person} />
      <div className="people-list__who">
        <span className="people-list__name">
          {person.isMe ? panelText.isYou(person.name) : person.name}
        </span>
        <span className="people-list__detail">
          {[
            person.discipline === null ? null : disciplines[person.discipline].label,
            section === null ? null : panelText.isIn(section.shortTitle),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </div>
      {!person.isMe && place !== null && section !== null && (
        <button
          type="button"
          className="link people-list__go"
          onClick={() => {
            onGo()
            // After the popover returned the focus to its button.
            setTimeout(() => goTo(place), 80)
          }}
        >
          <Sentence
            parts={panelText.goToPerson(
              (words) => <span className="visually-hidden">{words}</span>,
              person.name,
            )}
          />
        </button>
      )}
    </li>
  )
}

const choices: { id: Announcements; label: string }[] = [
  { id: 'all', label: panelText.announceAll },
  { id: 'here', label: panelText.announceHere },
  { id: 'none', label: panelText.announceNone },
]

/** W3C CTAUR: a user can limit and stop announcements about others. */
function AnnouncementChoice() {
  const { announcements } = useSettings()
  return (
    <fieldset className="people-list__announcements">
      <legend>{panelText.announcements}</legend>
      {choices.map((choice) => (
        <label key={choice.id} className="people-list__choice">
          <input
            type="radio"
            name="announcements"
            checked={announcements === choice.id}
            onChange={() => changeSettings({ announcements: choice.id })}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}
