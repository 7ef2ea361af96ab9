import { QueryClientProvider } from '@tanstack/react-query'
import { type ComponentType, lazy, type MouseEvent, type ReactNode, Suspense } from 'react'
import { I18nProvider } from 'react-aria-components'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import * as appText from '#client/text/app.ts'
import { useMe } from './hooks/use-me.ts'
import type { PublicPath } from './leave-to-sign-in.ts'
import { MailSettingsPage } from './pages/account/mail-settings.tsx'
import { NamePage } from './pages/account/name-page.tsx'
import { ConnectionTestPage } from './pages/connection-test/connection-test.tsx'
import { NewPlanPage } from './pages/new-plan/new-plan.tsx'
import { NotFoundPage } from './pages/not-found.tsx'
import { CallbackPage } from './pages/organisation/callback-page.tsx'
import { WelcomePage } from './pages/passkeys/welcome-page.tsx'
import { PlanListPage } from './pages/plan-list/plan-list.tsx'
import { InvitePage } from './pages/sign-in/invite.tsx'
import { SignInPage } from './pages/sign-in/sign-in.tsx'
import { UnsubscribePage } from './pages/unsubscribe.tsx'
import { queryClient } from './query-client.ts'
import { AccountNotices } from './ui/account-notices.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { Loading } from './ui/loading.tsx'
import { Shell } from './ui/shell.tsx'
import { ToastRegion } from './ui/toast-region.tsx'
import { UpdateBar } from './ui/update-bar.tsx'
import './app.css'

// The editor is the larger half of the program and only this page needs it.
const PlanPage = lazy(() =>
  import('./plan/plan-page.tsx').then((module) => ({ default: module.PlanPage })),
)

// Loaded on use: few users open these pages, and every user opens the list of plans.
const AccountPage = lazy(() =>
  import('./pages/account/account.tsx').then((module) => ({ default: module.AccountPage })),
)
const AgreementPage = lazy(() =>
  import('./pages/agreement/agreement-page.tsx').then((module) => ({
    default: module.AgreementPage,
  })),
)
const AdminPages = lazy(() =>
  import('./pages/admin/admin-pages.tsx').then((module) => ({ default: module.AdminPages })),
)
const AuditPage = lazy(() =>
  import('./pages/audit/audit-page.tsx').then((module) => ({ default: module.AuditPage })),
)
const CheckPage = lazy(() =>
  import('./pages/check/check-page.tsx').then((module) => ({ default: module.CheckPage })),
)
const ConsultationPage = lazy(() =>
  import('./pages/consultation/consultation.tsx').then((module) => ({
    default: module.ConsultationPage,
  })),
)
const MembersPage = lazy(() =>
  import('./pages/members/members.tsx').then((module) => ({ default: module.MembersPage })),
)
const NewPlanImportPage = lazy(() =>
  import('./pages/new-plan/new-plan-import.tsx').then((module) => ({
    default: module.NewPlanImportPage,
  })),
)
const ReadPage = lazy(() =>
  import('./pages/read/read-page.tsx').then((module) => ({ default: module.ReadPage })),
)
const OutcomePage = lazy(() =>
  import('./pages/read/outcome-page.tsx').then((module) => ({ default: module.OutcomePage })),
)
const SignPage = lazy(() =>
  import('./pages/sign/sign-page.tsx').then((module) => ({ default: module.SignPage })),
)

/** Public pages. They request the signed-in user only if they show that user. */
const publicPages: Record<PublicPath, ComponentType> = {
  '/sign-in': SignInPage,
  '/invite': InvitePage,
  '/oidc/callback': CallbackPage,
  '/verbindingstest': ConnectionTestPage,
  '/afmelden': UnsubscribePage,
  '/lezen': ReadPage,
  '/uitkomsten': OutcomePage,
  '/controle': CheckPage,
  '/tekenen': SignPage,
}

/** One route for all sheets of a plan: going to another sheet keeps the plan open. */
const planPath = /^\/plan\/(?<planId>[^/]+)(?:\/(?<sheet>jaar))?\/?$/

export function App() {
  const [location] = useLocation()
  return (
    <I18nProvider locale="nl-NL">
      <QueryClientProvider client={queryClient}>
        {/* biome-ignore lint/a11y/useValidAnchor: it does lead to a part of the page, on a phone to the one in view */}
        <a className="skip-link" href="#inhoud" onClick={skipToContent}>
          {appText.toContent}
        </a>
        {/* Keyed by page, so that going to another page leaves a broken one; the sheets of a plan are one page. */}
        <ErrorBoundary key={location.replace(/\/jaar$/, '')}>
          <Switch>
            {Object.entries(publicPages).map(([path, Page]) => (
              <Route key={path} path={path}>
                <Suspense fallback={<LoadingPublicPage />}>
                  <Page />
                </Suspense>
              </Route>
            ))}
            <Route path="/">
              <Private>
                <PlanListPage />
              </Private>
            </Route>
            <Route path="/nieuw">
              <Private>
                <NewPlanPage />
              </Private>
            </Route>
            <Route path="/nieuw/formulier">
              <Private>
                <Suspense fallback={<LoadingPage />}>
                  <NewPlanImportPage />
                </Suspense>
              </Private>
            </Route>
            <Route path="/account">
              <Private>
                <Suspense fallback={<LoadingPage />}>
                  <AccountPage />
                </Suspense>
              </Private>
            </Route>
            <Route path="/welkom">
              <Private>
                <WelcomePage />
              </Private>
            </Route>
            <Route path="/mail">
              <Private>
                <MailSettingsPage />
              </Private>
            </Route>
            <Route path="/beheer/*?">
              <Private>
                <Suspense fallback={<LoadingPage />}>
                  <AdminPages />
                </Suspense>
              </Private>
            </Route>
            <Route path="/plan/:planId/consultatie">
              {({ planId }) => (
                <Private>
                  <ConsultationPage planId={planId} />
                </Private>
              )}
            </Route>
            <Route path="/plan/:planId/leden">
              {({ planId }) => (
                <Private>
                  <MembersPage planId={planId} />
                </Private>
              )}
            </Route>
            <Route path="/plan/:planId/akkoord">
              {({ planId }) => (
                <Private>
                  <Suspense fallback={<LoadingPage />}>
                    <AgreementPage planId={planId} />
                  </Suspense>
                </Private>
              )}
            </Route>
            <Route path="/plan/:planId/logboek">
              {({ planId }) => (
                <Private>
                  <Suspense fallback={<LoadingPage />}>
                    <AuditPage planId={planId} />
                  </Suspense>
                </Private>
              )}
            </Route>
            {/* Its address in bookmarks and exports of before. */}
            <Route path="/plan/:planId/controlespoor">
              {({ planId }) => <Redirect to={`/plan/${planId}/logboek`} replace />}
            </Route>
            <Route path={planPath}>
              {({ planId = '', sheet }) => (
                <Private>
                  <Suspense fallback={<OpeningPlan />}>
                    <PlanPage
                      key={planId}
                      planId={planId}
                      sheet={sheet === undefined ? 'plan' : 'year'}
                    />
                  </Suspense>
                </Private>
              )}
            </Route>
            <Route component={NotFoundPage} />
          </Switch>
        </ErrorBoundary>
        <ToastRegion>
          <AccountNotices />
          <UpdateBar />
        </ToastRegion>
      </QueryClientProvider>
    </I18nProvider>
  )
}

/** Does not wait for the server: a plan that this device keeps must also open without a network. */
function Private({ children }: { children: ReactNode }) {
  const me = useMe().data
  return me?.needsName === true ? <NamePage me={me} /> : children
}

function LoadingPage() {
  return (
    <Shell>
      <Loading label={appText.loadingPage} />
    </Shell>
  )
}

/** Without the head of a signed-in user: a visitor's browser asks the server for nothing else. */
function LoadingPublicPage() {
  return (
    <main id="inhoud" tabIndex={-1} className="shell__main">
      <Loading label={appText.loadingPage} />
    </main>
  )
}

function OpeningPlan() {
  return (
    <Shell>
      <Loading label={appText.openingPlan} />
    </Shell>
  )
}

/** On a phone one part of a plan is in view at a time, and the content is that part. */
function skipToContent(event: MouseEvent): void {
  const parts = [...document.querySelectorAll<HTMLElement>('main, .outline')]
  const shown = parts.find((part) => part.getClientRects().length > 0)
  if (shown === undefined) return
  event.preventDefault()
  shown.tabIndex = -1
  shown.focus()
}
