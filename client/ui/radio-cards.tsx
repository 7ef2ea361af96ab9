import type { ReactNode } from 'react'
import { FieldError, Label, RadioButton, RadioField, RadioGroup, Text } from 'react-aria-components'
import * as uiText from '#client/text/ui.ts'
import { type FieldTexts, LabelText } from './field-parts.tsx'
import './field.css'
import './radio-cards.css'

export type RadioCard<Value extends string> = {
  value: Value
  title: string
  /** Small text beside the title and part of its name, such as the issuer of a form. */
  aside?: string
  /** Explanation below the title; read after the name. */
  text?: ReactNode
  /** Why the card can't be chosen; shown instead of the explanation. */
  whyNot?: string | undefined
}

type RadioCardsProps<Value extends string> = FieldTexts & {
  value: Value | null
  onChange: (value: Value) => void
  cards: readonly RadioCard<Value>[]
  /** Side by side where there is room: for short explanations. */
  isGrid?: boolean
}

export function RadioCards<Value extends string>({
  id,
  label,
  description,
  error,
  isRequired = false,
  value,
  onChange,
  cards,
  isGrid = false,
}: RadioCardsProps<Value>) {
  return (
    <RadioGroup
      id={id}
      name={id}
      className="radio-cards"
      value={value}
      isRequired={isRequired}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      onChange={(chosen) => {
        const card = cards.find((candidate) => candidate.value === chosen)
        if (card !== undefined) onChange(card.value)
      }}
    >
      <Label className="field__label">
        <LabelText label={label} isRequired={isRequired} />
      </Label>
      {description !== undefined && (
        <Text slot="description" className="field__description">
          {description}
        </Text>
      )}
      <FieldError className="field__error">
        <span className="visually-hidden">{uiText.errorMark} </span>
        {error}
      </FieldError>
      <div
        className={
          isGrid ? 'radio-cards__options radio-cards__options--grid' : 'radio-cards__options'
        }
      >
        {cards.map((card) => (
          <RadioField
            key={card.value}
            value={card.value}
            className="radio-card"
            isDisabled={card.whyNot !== undefined}
          >
            <RadioButton className="radio-card__button">
              <span className="radio-card__dot" aria-hidden="true" />
              <span>
                <span className="radio-card__title">{card.title}</span>
                {card.aside !== undefined && (
                  <span className="radio-card__aside"> {card.aside}</span>
                )}
              </span>
            </RadioButton>
            {(card.whyNot ?? card.text) !== undefined && (
              <Text slot="description" className="radio-card__text">
                {card.whyNot ?? card.text}
              </Text>
            )}
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  )
}
