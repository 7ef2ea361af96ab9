import { type Discipline, disciplines } from '#shared/disciplines.ts'
import { initialsOf } from '#shared/text/initials.ts'
import './avatar.css'

type AvatarProps = {
  name: string
  /** In place of those of the name, where people are seen together (shared/text/initials.ts). */
  initials?: string | undefined
  /** Omitted for a person without a discipline, such as in the page header. */
  discipline?: Discipline | null
  size?: 'normal' | 'small'
  /** True if the name is beside the avatar: a screen reader would read it twice. */
  isDecorative?: boolean
}

export function Avatar({
  name,
  initials,
  discipline,
  size = 'normal',
  isDecorative = false,
}: AvatarProps) {
  const className = [
    'avatar',
    size === 'small' ? 'avatar--small' : '',
    discipline === undefined ? 'avatar--me' : '',
  ]
    .filter(Boolean)
    .join(' ')
  const label =
    discipline === null || discipline === undefined
      ? name
      : `${name}, ${disciplines[discipline].label}`
  const naming = isDecorative
    ? { 'aria-hidden': true }
    : { role: 'img', 'aria-label': label, title: label }
  return (
    <span className={className} data-discipline={discipline ?? undefined} {...naming}>
      {initials ?? initialsOf(name)}
    </span>
  )
}
