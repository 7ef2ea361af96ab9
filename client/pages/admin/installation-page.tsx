import type { z } from 'zod'
import { useInstallation } from '#client/hooks/use-administration.ts'
import { browserClock } from '#client/sync/clock.ts'
import * as installationText from '#client/text/installation.ts'
import { formatRecent } from '#client/text/moment.ts'
import { QueryView } from '#client/ui/query-view.tsx'
import type { getInstallation, Upkeep } from '#shared/api/administration.ts'
import { AdminPage } from './admin-page.tsx'
import '../sign-in/invite.css'
import { adviceOf } from './copies-advice.ts'
import './admin.css'

type State = z.infer<typeof getInstallation.response>

export function AdminInstallationPage() {
  const installation = useInstallation()
  return (
    <AdminPage lead={installationText.installationLead}>
      <QueryView query={installation} loadingLabel={installationText.loadingState}>
        {(state) => (
          <>
            <Program state={state} />
            <Backups upkeep={state.upkeep} database={state.database} />
            <Mail mail={state.mail} />
            <Limits limits={state.limits} />
          </>
        )}
      </QueryView>
    </AdminPage>
  )
}

function Program({ state }: { state: State }) {
  return (
    <section className="card" aria-labelledby="admin-program">
      <h2 className="card__title" id="admin-program">
        {installationText.program}
      </h2>
      <dl className="facts">
        <dt>{installationText.version}</dt>
        <dd>{installationText.versionOnNode(state.version, state.nodeVersion)}</dd>
        <dt>{installationText.database}</dt>
        <dd>
          {state.database === 'sqlite' ? installationText.sqlite : installationText.postgresql}
        </dd>
        <dt>{installationText.inUse}</dt>
        <dd>{installationText.peopleAndPlans(state.people, state.plans)}</dd>
      </dl>
    </section>
  )
}

function Backups({ upkeep, database }: { upkeep: readonly Upkeep[]; database: State['database'] }) {
  return (
    <section className="card stack" aria-labelledby="admin-backups">
      <h2 className="card__title" id="admin-backups">
        {installationText.copies}
      </h2>
      {database === 'postgres' && <p>{installationText.copiesOfPostgres}</p>}
      {adviceOf(upkeep, browserClock.now()).map(({ text, isWarning }) => (
        <p key={text} className={isWarning ? 'notice' : undefined}>
          {isWarning && '△ '}
          {text}
        </p>
      ))}
      {upkeep.length > 0 && (
        <ul className="admin-rows">
          {upkeep.map((one) => (
            <li key={`${one.kind} ${one.at}`} className="admin-row">
              {upkeepText(one)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function upkeepText({ kind, at, file, isGood }: Upkeep): string {
  const moment = formatRecent(at, new Date(browserClock.now()))
  if (kind === 'backup')
    return isGood
      ? installationText.copyMade(moment, file)
      : installationText.copyFailed(moment, file)
  const what = file ?? installationText.thisInstallation
  return isGood
    ? installationText.copyVerified(moment, what)
    : installationText.copyIsBad(moment, what)
}

function Mail({ mail }: { mail: State['mail'] }) {
  return (
    <section className="card" aria-labelledby="admin-mail">
      <h2 className="card__title" id="admin-mail">
        {installationText.mail}
      </h2>
      {mail.isConfigured ? (
        <dl className="facts">
          <dt>{installationText.mailWaiting}</dt>
          <dd>{installationText.mailsWaiting(mail.waiting, mail.retried)}</dd>
          <dt>{installationText.mailGivenUp}</dt>
          <dd>{installationText.mailFailed(mail.failed)}</dd>
        </dl>
      ) : (
        <p>{installationText.noMail}</p>
      )}
    </section>
  )
}

function Limits({ limits }: { limits: State['limits'] }) {
  const reached = limits.filter(({ times }) => times > 0)
  return (
    <section className="card stack" aria-labelledby="admin-limits">
      <h2 className="card__title" id="admin-limits">
        {installationText.limits}
      </h2>
      <p>{installationText.limitsReached(reached.length)}</p>
      {reached.length > 0 && (
        <LimitsTable limits={reached} caption={installationText.reachedLimits} />
      )}
      <details>
        <summary className="admin-limits__all">{installationText.allLimits(limits.length)}</summary>
        <LimitsTable limits={limits} caption={installationText.allLimitsTitle} />
      </details>
    </section>
  )
}

function LimitsTable({ limits, caption }: { limits: State['limits']; caption: string }) {
  return (
    <section className="admin-limits" aria-label={caption}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{installationText.limitName}</th>
            <th scope="col">{installationText.limit}</th>
            <th scope="col">{installationText.limitEffect}</th>
            <th scope="col">{installationText.limitReached}</th>
          </tr>
        </thead>
        <tbody>
          {limits.map((limit) => (
            <tr key={limit.name}>
              <th scope="row">
                <code>{limit.name}</code>
              </th>
              <td>{valueText(limit.value)}</td>
              <td>{limit.refusal ?? installationText.nothingRefused}</td>
              <td>{limit.times === 0 ? '' : installationText.times(limit.times)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const figures = new Intl.NumberFormat('nl-NL', { maximumFractionDigits: 2 })

function valueText(value: State['limits'][number]['value']): string {
  if (value.kind === 'count') return figures.format(value.max)
  return installationText.burst(figures.format(value.burst), figures.format(value.refillMs / 1000))
}
