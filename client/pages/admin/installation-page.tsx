import type { z } from 'zod'
import { useInstallation } from '#client/hooks/use-administration.ts'
import { browserClock } from '#client/sync/clock.ts'
import { QueryView } from '#client/ui/query-view.tsx'
import type { getInstallation, Upkeep } from '#shared/api/administration.ts'
import { counted } from '#shared/counted.ts'
import { formatRecent } from '#shared/text/moment.ts'
import { AdminPage } from './admin-page.tsx'
import '../sign-in/invite.css'
import './admin.css'

type State = z.infer<typeof getInstallation.response>

export function AdminInstallationPage() {
  const installation = useInstallation()
  return (
    <AdminPage lead="U ziet of deze Wijktafel goed werkt.">
      <QueryView query={installation} loadingLabel="Bezig met ophalen van de stand van zaken">
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
        Programma
      </h2>
      <dl className="facts">
        <dt>Versie</dt>
        <dd>
          {state.version}, op Node {state.nodeVersion}
        </dd>
        <dt>Database</dt>
        <dd>{state.database === 'sqlite' ? 'SQLite' : 'PostgreSQL'}</dd>
        <dt>In gebruik</dt>
        <dd>
          {counted(state.people, 'persoon', 'personen')} en{' '}
          {counted(state.plans, 'plan', 'plannen')}
        </dd>
      </dl>
    </section>
  )
}

function Backups({ upkeep, database }: { upkeep: readonly Upkeep[]; database: State['database'] }) {
  return (
    <section className="card stack" aria-labelledby="admin-backups">
      <h2 className="card__title" id="admin-backups">
        Reservekopieën
      </h2>
      {database === 'postgres' && (
        <p>Met PostgreSQL maakt u reservekopieën met pg_dump; die staan niet in deze lijst.</p>
      )}
      {upkeep.length === 0 ? (
        <p>
          Hier is nog geen reservekopie gemaakt of nagekeken. In de handleiding staat hoe u dat elke
          nacht laat doen.
        </p>
      ) : (
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
      ? `Reservekopie gemaakt ${moment}: ${file}`
      : `Reservekopie mislukt ${moment}: ${file}. Kijk wat de opdracht meldde.`
  const what = file ?? 'deze installatie'
  return isGood
    ? `Nagekeken ${moment}, zonder fouten: ${what}`
    : `Nagekeken ${moment}, met fouten: ${what}. Bewaar een eerdere reservekopie.`
}

function Mail({ mail }: { mail: State['mail'] }) {
  return (
    <section className="card" aria-labelledby="admin-mail">
      <h2 className="card__title" id="admin-mail">
        Mail
      </h2>
      {mail.isConfigured ? (
        <dl className="facts">
          <dt>Wacht</dt>
          <dd>
            {counted(mail.waiting, 'mail', 'mails')}
            {mail.retried > 0 &&
              `, waarvan ${mail.retried} al eens geweigerd door de mailserver. Kijk in het log.`}
          </dd>
          <dt>Opgegeven</dt>
          <dd>{counted(mail.failed, 'mail', 'mails')} in de laatste 90 dagen</dd>
        </dl>
      ) : (
        <p>Deze Wijktafel verstuurt geen mail. Met SMTP_URL stelt u een mailserver in.</p>
      )}
    </section>
  )
}

function Limits({ limits }: { limits: State['limits'] }) {
  const reached = limits.filter(({ times }) => times > 0)
  return (
    <section className="card stack" aria-labelledby="admin-limits">
      <h2 className="card__title" id="admin-limits">
        Grenzen
      </h2>
      <p>
        {reached.length === 0
          ? 'Sinds de start is geen enkele grens bereikt.'
          : `Sinds de start zijn er ${counted(reached.length, 'grens', 'grenzen')} bereikt.`}{' '}
        In docs/limits.md staat waarom elke grens er is.
      </p>
      {reached.length > 0 && <LimitsTable limits={reached} caption="Bereikte grenzen" />}
      <details>
        <summary className="admin-limits__all">Alle {limits.length} grenzen</summary>
        <LimitsTable limits={limits} caption="Alle grenzen" />
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
            <th scope="col">Naam</th>
            <th scope="col">Grens</th>
            <th scope="col">Wat er dan gebeurt</th>
            <th scope="col">Bereikt</th>
          </tr>
        </thead>
        <tbody>
          {limits.map((limit) => (
            <tr key={limit.name}>
              <th scope="row">
                <code>{limit.name}</code>
              </th>
              <td>{valueText(limit.value)}</td>
              <td>
                {limit.refusal ??
                  'Er wordt niets geweigerd: het wacht, wordt korter of gaat in delen.'}
              </td>
              <td>{limit.times === 0 ? '' : counted(limit.times, 'keer', 'keer')}</td>
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
  return `${figures.format(value.burst)} achter elkaar, daarna één per ${figures.format(value.refillMs / 1000)} s`
}
