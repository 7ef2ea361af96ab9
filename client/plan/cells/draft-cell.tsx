import {
  type ComponentProps,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import {
  allowNumbersBeside,
  alone,
  type Beside,
  findHeldBeside,
  withoutHeldBeside,
} from '#client/bsn-exceptions.ts'
import { targetOf } from '#client/hooks/comment-ui-store.ts'
import { keepBsnException } from '#client/hooks/keep-bsn-exception.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSetValue } from '#client/hooks/use-set-value.ts'
import { parsePlace } from '#client/sync/place.ts'
import { BsnDialog } from '#client/ui/bsn-dialog.tsx'
import { elementAt } from '../focus/focus.ts'
import { CellFrame, noteId } from './cell-frame.tsx'
import type { Codec } from './draft.ts'
import { type Naming, namingProps } from './naming.ts'
import type { WritableCell } from './use-cell.ts'
import { type DraftInput, useDraft } from './use-draft.ts'
import './cell.css'

type DraftCellProps<V> = {
  cell: WritableCell
  value: V | null
  codec: Codec<V>
  naming: Naming
  remark?: { text: string; short: string } | undefined
  isNumber?: boolean
  /** Long text that wraps. It holds no line breaks: Enter goes to the next row. */
  isWrapping?: boolean
  isRequired?: boolean
  className?: string
  /** The texts in the other cells of its row. */
  beside?: Beside
}

export function DraftCell<V extends string | number>({
  cell,
  value,
  codec,
  naming,
  remark,
  isNumber = false,
  isWrapping = false,
  isRequired = false,
  className = '',
  beside = alone,
}: DraftCellProps<V>) {
  const input = useDraft(value, codec, cell.write)
  const { draft } = input
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  useSetValue(control, input.text, (text) => input.type(isWrapping ? onOneLine(text) : text))
  const refusal =
    draft.kind === 'refused'
      ? {
          message: draft.message,
          ...(draft.suggestion === undefined ? {} : { suggestion: draft.suggestion }),
          onTake: () => takeSuggestion(input, cell.place),
        }
      : undefined
  const props = {
    id: cell.id,
    'data-place': cell.place,
    'data-clean': draft.kind === 'resting' ? true : undefined,
    className: `cell__input ${className}`,
    value: input.text,
    autoComplete: 'off',
    'aria-invalid': refusal === undefined ? undefined : (true as const),
    'aria-describedby': noteId(cell.id),
    'aria-required': isRequired || undefined,
    onBlur: input.onBlur,
    onKeyDown: (event: KeyboardEvent) => {
      // The undo of the plan, once the browser has nothing left to undo in this input.
      if (
        draft.kind === 'resting' &&
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        event.key.toLowerCase() === 'z'
      ) {
        event.preventDefault()
        cell.undo()
      }
      input.onKeyDown(event)
      if (event.key === 'Escape' && isNumber && event.target instanceof HTMLInputElement)
        selectSoon(event.target)
    },
    ...namingProps(naming),
  }
  return (
    <CellFrame cell={cell} refusal={refusal} remark={remark} isNumber={isNumber}>
      {isWrapping ? (
        <WrappingInput
          {...props}
          control={control}
          onChange={(event) => input.type(onOneLine(event.target.value))}
        />
      ) : (
        <input
          {...props}
          ref={control}
          type="text"
          inputMode={isNumber ? 'decimal' : undefined}
          onChange={(event) => input.type(event.target.value)}
          onFocus={isNumber ? selectAll : undefined}
        />
      )}
      {draft.kind === 'refused' && !isNumber && (
        <HeldText
          key={draft.text}
          text={draft.text}
          beside={beside}
          place={cell.place}
          onTake={input.take}
        />
      )}
    </CellFrame>
  )
}

/** A typed line that may hold a BSN and is not in the plan yet. */
function HeldText({
  text,
  beside,
  place,
  onTake,
}: {
  text: string
  beside: Beside
  place: string
  onTake: (text: string) => void
}) {
  const { planId } = usePlanContext()
  const [isOpen, setOpen] = useState(() => findHeldBeside(text, beside).length > 0)
  if (!isOpen) return null
  const keep = (reason: string) => {
    const target = targetOf(parsePlace(place) ?? {})
    if (target !== null) keepBsnException({ planId, target, reason })
    allowNumbersBeside(text, beside)
    onTake(text)
  }
  return (
    <BsnDialog
      onRemove={() => onTake(withoutHeldBeside(text, beside))}
      onKeep={keep}
      onClose={() => setOpen(false)}
    />
  )
}

/** The button disappears with its message, so the focus returns to the cell. */
function takeSuggestion(input: DraftInput, place: string): void {
  input.takeSuggestion()
  elementAt(place)?.focus()
}

/** A line holds no line breaks, also when a text with line breaks is pasted. */
function onOneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ')
}

/** The value that Escape restored is rendered after this event. */
function selectSoon(input: HTMLInputElement): void {
  requestAnimationFrame(() => input === document.activeElement && input.select())
}

/** As in a spreadsheet: typing replaces the value. */
function selectAll(event: FocusEvent<HTMLInputElement>): void {
  event.target.select()
}

type WrappingInputProps = Omit<ComponentProps<'textarea'>, 'ref'> & {
  value: string
  control: RefObject<HTMLTextAreaElement | null>
}

/** Grows with its text. Browsers with `field-sizing` do that themselves; in others the height is set. */
function WrappingInput({ control: ref, ...props }: WrappingInputProps) {
  const { value } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows from the text
  useLayoutEffect(() => {
    const area = ref.current
    if (area === null || CSS.supports('field-sizing', 'content')) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight}px`
  }, [value])
  return (
    <textarea
      {...props}
      ref={ref}
      rows={1}
      onKeyDown={(event) => {
        props.onKeyDown?.(event)
        if (event.key === 'Enter') event.preventDefault()
      }}
    />
  )
}
