import type { z } from 'zod'
import { useInstallation } from '#client/hooks/use-administration.ts'
import { browserClock } from '#client/sync/clock.ts'
import { formatMoment } from '#client/text/moment.ts'
import { QueryView } from '#client/ui/query-view.tsx'
import type { getInstallation, Upkeep } from '#shared/api/administration.ts'
import { counted } from '#shared/counted.ts'
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
  const moment = formatMoment(at, new Date(browserClock.now()))
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
  return (
    <section className="card" aria-labelledby="admin-limits">
      <h2 className="card__title" id="admin-limits">
        Grenzen
      </h2>
      {limits.length === 0 ? (
        <p>Sinds de start is geen enkele grens bereikt.</p>
      ) : (
        <>
          <p>Bereikt sinds de start. In docs/limits.md staat wat elke grens doet.</p>
          <ul className="admin-rows">
            {limits.map(({ name, times }) => (
              <li key={name} className="admin-row">
                <code>{name}</code>
                <span className="admin-row__detail">{counted(times, 'keer', 'keer')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
