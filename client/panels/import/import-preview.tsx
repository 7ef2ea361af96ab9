import { findHeld } from '#client/bsn-exceptions.ts'
import { Button } from '#client/ui/button.tsx'
import type { Difference, SectionDifferences } from '#shared/compare/differences.ts'
import type { ImportProposal } from '#shared/import/propose.ts'
import { isRemoval } from '#shared/import/propose.ts'
import { ComparisonView, type KindNames } from '../compare/comparison-view.tsx'
import { type Choices, differencesOf, isChosen, wordsOf } from './choices.ts'
import { HeldDifference } from './held-difference.tsx'
import './import-preview.css'

const kinds: KindNames = {
  added: 'Nieuw',
  removed: 'Niet in het bestand',
  changed: 'Gewijzigd',
  layout: 'Alleen andere opmaak',
  moved: 'Verplaatst',
}
const sides = { old: 'Nu in het plan', new: 'In het bestand' }

type ImportPreviewProps = {
  proposal: ImportProposal
  choices: Choices
  onChoose: (chosen: readonly [id: string, isChosen: boolean][]) => void
  /** Someone said that what looks like a BSN is none. */
  onNotBsn: (difference: Difference, reason: string) => void
}

/** Per place what the file would change, each to be taken or left; what may be a BSN is held until it is answered. */
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
        <HeldDifference
          name={difference.label}
          onNotBsn={(reason) => onNotBsn(difference, reason)}
        />
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
        aria-label={`Alles van ${section.title}`}
      >
        <Button kind="quiet" onPress={() => set(true)}>
          Alles overnemen
        </Button>
        <Button kind="quiet" onPress={() => set(false)}>
          Niets overnemen
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
  if (!isRemoval(difference)) return 'Overnemen'
  return difference.kind === 'row' ? 'Weghalen uit het plan' : 'Leegmaken in het plan'
}

/** The ids of what is taken: never what is held. */
export function chosenIds({ comparison, target }: ImportProposal, choices: Choices): Set<string> {
  return new Set(
    differencesOf(comparison)
      .filter(
        (difference) =>
          isChosen(difference, choices) && findHeld(wordsOf(difference, target)).length === 0,
      )
      .map((difference) => difference.id),
  )
}
