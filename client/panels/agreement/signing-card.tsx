import { useId, useState } from 'react'
import * as actionText from '#client/text/actions.ts'
import * as panelText from '#client/text/panels.ts'
import { Button } from '#client/ui/button.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import {
  type Corrections,
  correctedSignatory,
  signingStatement,
} from '#shared/agreement/signatory.ts'
import { signedInText } from '#shared/agreement/signed-in-text.ts'
import type { Signing } from '#shared/api/agreement.ts'
import { textLengths } from '#shared/limits/text-lengths.ts'
import './signing-card.css'

/** The statement that the signer confirms with an answer. */
export type Confirmed = { statement: string; corrections?: Corrections }

const none: Corrections = {}

/** The statement with the corrections that its reader made; `confirmed` goes along with the answer. */
export function useSigning(signing: Signing | null) {
  const [written, setCorrections] = useState<Corrections>({})
  // A link that is taken away meanwhile takes the right to correct with it.
  const corrections = signing === null || signing.link === 'none' ? none : written
  if (signing === null) return { confirmed: {}, corrections, setCorrections }
  const { signatory, corrected } = correctedSignatory(signing.signatory, corrections)
  const confirmed: Confirmed =
    corrected.length === 0
      ? { statement: signing.statement }
      : { statement: signingStatement(signatory), corrections }
  return { confirmed, corrections, setCorrections }
}

type SigningCardProps = {
  signing: Signing
  /** The label of the button under it. */
  sendLabel: string
  corrections: Corrections
  onCorrect: (corrections: Corrections) => void
}

/** The statement of the signer: shown before the answer, corrected where it is wrong, and sent with it word for word. */
export function SigningCard({ signing, sendLabel, corrections, onCorrect }: SigningCardProps) {
  const { link, signedInBy } = signing
  const [isOpen, setOpen] = useState(false)
  const { signatory, corrected } = correctedSignatory(signing.signatory, corrections)
  return (
    <div className="signing-card">
      <p className="signing-card__statement">{signingStatement(signatory)}</p>
      {isOpen && link !== 'none' ? (
        <CorrectionFields
          signing={signing}
          corrections={corrections}
          onCorrect={onCorrect}
          onClose={() => setOpen(false)}
        />
      ) : (
        link !== 'none' && (
          <Button kind="quiet" onPress={() => setOpen(true)}>
            {corrected.length === 0 ? panelText.isWrong : panelText.improveFurther}
          </Button>
        )
      )}
      {corrected.length > 0 && <p className="signing-card__note">{panelText.correctedByYou}</p>}
      {link === 'none' && <p className="signing-card__note">{panelText.notLinked}</p>}
      {link === 'self' && <p className="signing-card__note">{panelText.selfLinked}</p>}
      <p className="signing-card__note">
        {panelText.signingAs(signedInText(signedInBy), sendLabel)}
      </p>
    </div>
  )
}

function CorrectionFields({
  signing,
  corrections,
  onCorrect,
  onClose,
}: Pick<SigningCardProps, 'signing' | 'corrections' | 'onCorrect'> & { onClose: () => void }) {
  const id = useId()
  const { signatory, levels } = signing
  const value = (part: keyof Corrections) => corrections[part] ?? signatory[part]
  const set = (part: keyof Corrections) => (text: string) =>
    onCorrect({ ...corrections, [part]: text })
  const level = value('level')
  return (
    <div className="stack stack--tight">
      <TextField
        id={`${id}-functie`}
        label={panelText.position}
        maxLength={textLengths.correction}
        value={value('position')}
        onChange={set('position')}
      />
      <TextField
        id={`${id}-organisatie`}
        label={panelText.organisation}
        maxLength={textLengths.correction}
        value={value('organisation')}
        onChange={set('organisation')}
      />
      <TextField
        id={`${id}-namens`}
        label={panelText.onBehalfOf}
        maxLength={textLengths.correction}
        value={value('onBehalfOf')}
        onChange={set('onBehalfOf')}
      />
      <SelectField
        id={`${id}-mandaat`}
        label={panelText.mandate}
        value={level}
        onChange={set('level')}
        choices={[
          { value: '', label: panelText.noMandate },
          ...[...new Set([...levels, ...(level === '' ? [] : [level])])].map((one) => ({
            value: one,
            label: one,
          })),
        ]}
      />
      <div className="button-row">
        <Button onPress={onClose}>{actionText.done}</Button>
        <Button
          kind="quiet"
          onPress={() => {
            onCorrect({})
            onClose()
          }}
        >
          {panelText.asInPlan}
        </Button>
      </div>
    </div>
  )
}
