import { useEffect, useRef } from 'react'
import { useMembers } from '#client/hooks/use-members.ts'
import * as actionText from '#client/text/actions.ts'
import * as agreementText from '#client/text/agreement.ts'
import { realEmail } from '#client/text/email.ts'
import { askMessage } from '#client/text/message-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyMessage } from '#client/ui/copy-message.tsx'
import type { Asked, Round } from '#shared/api/agreement.ts'
import { formatList } from '#shared/format-list.ts'
import './asked-card.css'

type AskedCardProps = {
  planId: string
  planTitle: string
  round: Round
  myName: string
  asked: readonly Asked[]
  isReminder: boolean
  onClose: () => void
}

/** The signers who got a mail, and for each other signer the message to send: the plan itself notifies nobody. */
export function AskedCard(props: AskedCardProps) {
  const { planId, planTitle, round, myName, asked, isReminder, onClose } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const members = useMembers(planId).data ?? []
  const mailed = asked.filter(({ isMailed }) => isMailed)
  const others = asked.filter(({ isMailed }) => !isMailed)
  return (
    <section className="card asked" aria-labelledby="asked-title">
      <h2 className="card__title" id="asked-title" ref={heading} tabIndex={-1}>
        {isReminder ? agreementText.whoIsReminded : agreementText.whoAnswersNow}
      </h2>
      {asked.length === 0 && (
        <p>{isReminder ? agreementText.nobodyToRemind : agreementText.nobodyToWrite}</p>
      )}
      {mailed.length > 0 && (
        <p>
          {agreementText.mailGoesTo(
            formatList(mailed.map(({ user, seatLabel }) => `${user.name} (${seatLabel})`)),
          )}
        </p>
      )}
      {others.length > 0 && (
        <>
          <p>{mailed.length === 0 ? agreementText.writeAll : agreementText.writeThese}</p>
          <ul className="asked__list">
            {others.map(({ user, seatLabel }) => (
              <li key={`${user.id} ${seatLabel}`}>
                <CopyMessage
                  id={`ask-${user.id}-${seatLabel}`}
                  label={agreementText.messageFor(user.name, seatLabel)}
                  email={
                    realEmail(members.find((one) => one.userId === user.id)?.email ?? '') || null
                  }
                  {...askMessage({
                    name: user.name,
                    from: myName,
                    planTitle,
                    versionNumber: round.number,
                    seatLabel,
                    deadline: round.deadline,
                    isReminder,
                    url: `${window.location.origin}/plan/${planId}/akkoord`,
                  })}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="button-row">
        <Button onPress={onClose}>{actionText.done}</Button>
      </div>
    </section>
  )
}
