import type { ReactNode } from 'react'
import * as actionText from '#client/text/actions.ts'
import * as uiText from '#client/text/ui.ts'
import { signInPath } from '../session.ts'
import { ButtonLink } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Shell } from './shell.tsx'

/** The page in place of one that needs a session; signing in leads back to `returnPath`. */
export function NotSignedIn({ returnPath, children }: { returnPath: string; children: ReactNode }) {
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title={uiText.notSignedIn}
        actions={
          <ButtonLink kind="primary" href={signInPath(returnPath)}>
            {actionText.signIn}
          </ButtonLink>
        }
      >
        {children}
      </EmptyState>
    </Shell>
  )
}
