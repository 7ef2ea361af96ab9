import { findHeld } from '#client/bsn-exceptions.ts'
import * as importText from '#client/text/import.ts'
import { NotBsnAnswer } from '#client/ui/bsn-notice.tsx'
import { Button } from '#client/ui/button.tsx'
import type { Difference, SectionDifferences } from '#shared/compare/differences.ts'
import type { ImportProposal } from '#shared/import/propose.ts'
import { isRemoval } from '#shared/import/propose.ts'
import { ComparisonView, type KindNames } from '../compare/comparison-view.tsx'
import { type Choices, isChosen, wordsOf } from './choices.ts'
import '#client/ui/bsn-notice.css'
import './import-preview.css'

const kinds: KindNames = importText.changeKinds
const sides = importText.sides

type ImportPreviewProps = {
  proposal: ImportProposal
  choices: Choices
  onChoose: (chosen: readonly [id: string, isChosen: boolean][]) => void
  /** The user declared that the number in this difference is not a BSN. */
  onNotBsn: (difference: Difference, reason: string) => void
}

/** The changes of a file per place, each with a checkbox. A change that may hold a BSN is held until the user answers (T7). */
export function ImportPreview({
  proposal: { comparison, target },
  choices,
  onChoose,
  onNotBsn,
}: ImportPreviewProps) {
  const isHeld = (difference: Difference) => findHeld(wordsOf(difference, target)).length > 0
  const action = (difference: Difference) => {
    if (isHeld(difference))
      return (
        <div className="bsn-notice">
          <p>{importText.bsn}</p>
          <NotBsnAnswer
            about={difference.label}
            onKeep={(reason) => onNotBsn(difference, reason)}
          />
        </div>
      )
    return (
      <label className="check import__check">
        <input
          type="checkbox"
          checked={isChosen(difference, choices)}
          onChange={(event) => onChoose([[difference.id, event.target.checked]])}
        />
        <span>
          {verbOf(difference)}
          <span className="visually-hidden">: {difference.label}</span>
        </span>
      </label>
    )
  }
  const sectionAction = (section: SectionDifferences) => {
    const open = section.differences.filter((difference) => !isHeld(difference))
    if (open.length < 2) return null
    const set = (value: boolean) => onChoose(open.map((difference) => [difference.id, value]))
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame
      <div
        className="button-row import__all"
        role="group"
        aria-label={importText.allOf(section.title)}
      >
        <Button kind="quiet" onPress={() => set(true)}>
          {importText.takeAll}
        </Button>
        <Button kind="quiet" onPress={() => set(false)}>
          {importText.takeNone}
        </Button>
      </div>
    )
  }
  return (
    <ComparisonView
      comparison={comparison}
      mode="inline"
      sides={sides}
      kinds={kinds}
      actions={(difference, cell) => (cell === undefined ? action(difference) : null)}
      sectionActions={sectionAction}
    />
  )
}

function verbOf(difference: Difference): string {
  if (!isRemoval(difference)) return importText.take
  return difference.kind === 'row' ? importText.takeAway : importText.makeEmpty
}
