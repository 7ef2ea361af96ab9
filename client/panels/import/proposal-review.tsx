import { useState } from 'react'
import { allowNumbersOf } from '#client/bsn-exceptions.ts'
import type { Difference } from '#shared/compare/differences.ts'
import type { SumDifference } from '#shared/import/compare-sums.ts'
import type { ImportProposal } from '#shared/import/propose.ts'
import { type Choices, chosenIds, wordsOf } from './choices.ts'
import { ImportPreview } from './import-preview.tsx'
import { keyOfSums, SumDifferences, sumsOfChosen } from './sum-differences.tsx'
import { UnplacedList } from './unplaced-list.tsx'

/** The choices of a user in one proposal. */
export type ProposalChoices = {
  choices: Choices
  choose: (chosen: readonly [id: string, isChosen: boolean][]) => void
  /** The differences that the user takes; a difference that is held for a BSN is never one of them. */
  ids: ReadonlySet<string>
  /** The sums of the file that differ from the sums of the rows taken. */
  sums: readonly SumDifference[]
  /** True if the user accepted exactly these sums, or there are none. */
  isAccepted: boolean
  accept: (isAccepted: boolean) => void
}

export function useProposalChoices(proposal: ImportProposal): ProposalChoices {
  const [choices, setChoices] = useState<Choices>(new Map())
  const [acceptedSums, setAcceptedSums] = useState('')
  const ids = chosenIds(proposal, choices)
  const sums = sumsOfChosen(proposal.sums, ids)
  const sumsKey = keyOfSums(sums)
  return {
    choices,
    choose: (chosen) => setChoices((before) => new Map([...before, ...chosen])),
    ids,
    sums,
    isAccepted: sums.length === 0 || acceptedSums === sumsKey,
    accept: (isAccepted) => setAcceptedSums(isAccepted ? sumsKey : ''),
  }
}

type ProposalReviewProps = {
  proposal: ImportProposal
  chosen: ProposalChoices
  notices: readonly string[]
  /** The user declared that the number in this difference is not a BSN. */
  onNotBsn: (difference: Difference, reason: string) => void
}

/** The sums to accept, the differences to choose from, and the parts of the file without a place. */
export function ProposalReview({ proposal, chosen, notices, onNotBsn }: ProposalReviewProps) {
  return (
    <>
      <SumDifferences sums={chosen.sums} isAccepted={chosen.isAccepted} onAccept={chosen.accept} />
      <ImportPreview
        proposal={proposal}
        choices={chosen.choices}
        onChoose={chosen.choose}
        onNotBsn={(difference, reason) => {
          allowNumbersOf(wordsOf(difference, proposal.target))
          onNotBsn(difference, reason)
        }}
      />
      <UnplacedList unplaced={proposal.unplaced} notices={notices} />
    </>
  )
}
