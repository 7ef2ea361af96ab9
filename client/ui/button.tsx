import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Link } from 'wouter'
import * as uiText from '#client/text/ui.ts'
import './button.css'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'

type Look = { kind?: ButtonKind; isSmall?: boolean; isLarge?: boolean; isWide?: boolean }

type ButtonProps = Look & {
  children: ReactNode
  onPress?: () => void
  type?: 'button' | 'submit'
  /** The id of the form that it submits, for a button outside that form. */
  form?: string
  /** Keeps its place and focus while the action runs; a second press does nothing. */
  isPending?: boolean
  isDisabled?: boolean
  'aria-label'?: string
  'aria-describedby'?: string
  'aria-expanded'?: boolean
  autoFocus?: boolean
}

function classOf(
  { kind = 'secondary', isSmall = false, isLarge = false, isWide = false }: Look,
  more = '',
): string {
  const classes = [
    'button',
    `button--${kind}`,
    isSmall ? 'button--small' : '',
    isLarge ? 'button--large' : '',
    isWide ? 'button--wide' : '',
    more,
  ]
  return classes.filter(Boolean).join(' ')
}

/**
 * The pending state is implemented here: react-aria announces it by a reference to a progress bar inside the button, and
 * the reference that it leaves in the live region dangles after the button is gone.
 */
export function Button({
  children,
  kind,
  isSmall,
  isLarge,
  isWide,
  isPending = false,
  onPress,
  type = 'button',
  ...rest
}: ButtonProps) {
  const press = isPending || onPress === undefined ? {} : { onPress }
  return (
    <AriaButton
      {...rest}
      {...press}
      type={isPending ? 'button' : type}
      data-pending={isPending || undefined}
      className={classOf({ kind, isSmall, isLarge, isWide })}
    >
      {isPending && <span className="button__spinner" aria-hidden="true" />}
      {children}
      {isPending && <span className="visually-hidden">{uiText.busy}</span>}
    </AriaButton>
  )
}

type IconButtonProps = { label: string; icon: ReactNode; onPress?: () => void; kind?: ButtonKind }

export function IconButton({ label, icon, onPress, kind = 'quiet' }: IconButtonProps) {
  return (
    <AriaButton
      aria-label={label}
      className={classOf({ kind }, 'button--icon')}
      {...(onPress === undefined ? {} : { onPress })}
    >
      {icon}
    </AriaButton>
  )
}

type ButtonLinkProps = Look & { href: string; children: ReactNode }

/** A link that looks like a button: assistive technology gets a link. */
export function ButtonLink({ href, children, ...look }: ButtonLinkProps) {
  return (
    <Link href={href} className={classOf(look)}>
      {children}
    </Link>
  )
}
