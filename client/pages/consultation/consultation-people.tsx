import { useState } from 'react'
import { ReplacementDialog } from '#client/panels/consultation/replacement-dialog.tsx'
import * as consultationText from '#client/text/consultation.ts'
import { Avatar } from '#client/ui/avatar.tsx'
import { Button } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import type { AskedPerson } from '#shared/api/consultation.ts'
import { disciplines } from '#shared/disciplines.ts'
import './people.css'

type AskedPeopleProps = { planId: string; people: readonly AskedPerson[]; isRunning: boolean }

/** For the coordinator: the people whose answer is missing, and their possible replacements. */
export function AskedPeople({ planId, people, isRunning }: AskedPeopleProps) {
  const [naming, setNaming] = useState<AskedPerson | null>(null)
  if (people.length === 0) return <p className="muted">{consultationText.nobodyAsked}</p>
  return (
    <>
      <ul className="people" aria-labelledby="asked">
        {people.map((one) => (
          <li key={one.person.id} className="person person--asked">
            <div className="person__who">
              <Avatar name={one.person.name} discipline={one.discipline} isDecorative />
              <div>
                <p className="person__name">{one.person.name}</p>
                <p className="person__detail">{detailOf(one)}</p>
              </div>
            </div>
            <div>{chipOf(one)}</div>
            <div className="person__action">
              {isRunning && one.answer === 'none' && (
                <Button
                  kind="quiet"
                  onPress={() => setNaming(one)}
                  aria-label={consultationText.chooseReplacementFor(one.person.name)}
                >
                  {consultationText.replacement}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {naming !== null && (
        <ReplacementDialog
          key={naming.person.id}
          planId={planId}
          asked={naming}
          isMe={false}
          isOpen
          onClose={() => setNaming(null)}
        />
      )}
    </>
  )
}

function detailOf({ discipline, replacement, isByReplacement, getsMail }: AskedPerson): string {
  const parts = [
    discipline === null ? null : disciplines[discipline].label,
    replacement === null
      ? null
      : isByReplacement
        ? consultationText.repliedFor(replacement.name)
        : consultationText.isReplacedBy(replacement.name),
    getsMail ? null : consultationText.getsNoMail,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

function chipOf({ answer }: AskedPerson) {
  if (answer === 'commented') return <Chip tone="ok">{consultationText.hasReplied}</Chip>
  if (answer === 'no-remarks') return <Chip tone="ok">{consultationText.noRemarks}</Chip>
  return <Chip tone="warn">{consultationText.notReplied}</Chip>
}
