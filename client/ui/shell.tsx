import { LogOut, Mail, Settings, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import * as actionText from '#client/text/actions.ts'
import * as placeText from '#client/text/places.ts'
import * as uiText from '#client/text/ui.ts'
import { useMe } from '../hooks/use-me.ts'
import { Avatar } from './avatar.tsx'
import { Brand } from './brand.tsx'
import { Menu } from './menu.tsx'
import { useCarefulSignOut } from './sign-out-dialog.tsx'
import './button.css'

type ShellProps = { children: ReactNode; width?: 'broad' | 'wide' | 'form' | 'narrow' }

/** The frame of every page except the plan itself, which has a header of its own. */
export function Shell({ children, width = 'wide' }: ShellProps) {
  return (
    <>
      <header className="shell__header">
        <Brand />
        <div className="shell__end">
          <UserMenu />
        </div>
      </header>
      <main
        id="inhoud"
        tabIndex={-1}
        className={width === 'wide' ? 'shell__main' : `shell__main shell__main--${width}`}
      >
        <HandedSession />
        {children}
      </main>
    </>
  )
}

/** For a user who came in by a shared link: what the link opens, and how to reach the rest. */
function HandedSession() {
  const me = useMe().data
  const giver = me?.startedBy.by?.name
  if (giver === undefined || (me?.reach !== 'plans-of-hander' && me?.reach !== 'own-plans'))
    return null
  return (
    <p className="notice notice--quiet">
      {uiText.handedSession(giver, me.reach === 'plans-of-hander')}
    </p>
  )
}

/** The signed-in user; renders nothing if there is none. */
function UserMenu() {
  const me = useMe().data
  const signOut = useCarefulSignOut()
  const [, navigate] = useLocation()
  if (me === null || me === undefined) return null
  const name = me.name === '' ? uiText.yourAccount : me.name
  return (
    <>
      <Menu
        label={uiText.accountOf(name)}
        triggerClass="button button--quiet button--icon"
        trigger={<Avatar name={name} isDecorative />}
        heading={
          <>
            <strong>{name}</strong>
            {me.email}
          </>
        }
        actions={[
          {
            id: 'account',
            label: placeText.account,
            icon: <UserRound className="icon" aria-hidden="true" />,
            onAction: () => navigate('/account'),
          },
          {
            id: 'mail',
            label: uiText.mailSettings,
            icon: <Mail className="icon" aria-hidden="true" />,
            onAction: () => navigate('/mail'),
          },
          ...(me.isAdmin
            ? [
                {
                  id: 'admin',
                  label: uiText.administration,
                  icon: <Settings className="icon" aria-hidden="true" />,
                  onAction: () => navigate('/beheer'),
                },
              ]
            : []),
          {
            id: 'sign-out',
            label: actionText.signOut,
            icon: <LogOut className="icon" aria-hidden="true" />,
            onAction: signOut.start,
          },
        ]}
      />
      {signOut.dialog}
    </>
  )
}
