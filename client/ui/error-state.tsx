import type { ReactNode } from 'react'
import * as placeText from '#client/text/places.ts'
import * as uiText from '#client/text/ui.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { isOffline } from '../api.ts'
import { Button, ButtonLink } from './button.tsx'
import { PageHeading } from './page-heading.tsx'
import './state.css'

type ErrorStateProps = {
  error: unknown
  onRetry?: () => void
  isRetrying?: boolean
  /** More explanation, below the text. */
  children?: ReactNode
  /** Actions in place of the general one. */
  actions?: ReactNode
  /** True if it fills the page: its title is then the heading of the page. */
  isPage?: boolean
}

/** Errors that a retry does not solve: the page offers a way out instead. */
const finalCodes: readonly ErrorCode[] = [
  'plan-not-found',
  'not-found',
  'no-access',
  'admin-only',
  'invite-invalid',
  'link-invalid',
]

export function ErrorState({
  error,
  onRetry,
  isRetrying = false,
  actions,
  children,
  isPage = false,
}: ErrorStateProps) {
  const isFinal = error instanceof AppError && finalCodes.includes(error.code)
  return (
    <div
      className={isOffline(error) ? 'state state--error state--offline' : 'state state--error'}
      role="alert"
    >
      {isPage ? (
        <PageHeading title={titleOf(error)} className="state__title" takesFocus />
      ) : (
        <h2 className="state__title">{titleOf(error)}</h2>
      )}
      <div className="state__text">
        <p>{textOf(error)}</p>
        {children}
      </div>
      <div className="state__actions">
        {onRetry !== undefined && !isFinal && (
          <Button kind="primary" isPending={isRetrying} onPress={onRetry}>
            {uiText.tryAgain}
          </Button>
        )}
        {actions ?? (isFinal && <ButtonLink href="/">{placeText.toPlans}</ButtonLink>)}
      </div>
    </div>
  )
}

function titleOf(error: unknown): string {
  if (isOffline(error)) return uiText.noConnection
  if (!(error instanceof AppError)) return uiText.wentWrong
  if (error.code === 'no-access' || error.code === 'admin-only') return uiText.noAccess
  if (error.code === 'plan-not-found' || error.code === 'not-found') return uiText.notFound
  return uiText.failed
}

function textOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  return uiText.screenFailed
}
