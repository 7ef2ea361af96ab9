import { useState } from 'react'
import { Link } from 'wouter'
import { useAccounts } from '#client/hooks/use-administration.ts'
import * as adminText from '#client/text/admin.ts'
import { realEmail } from '#client/text/email.ts'
import * as termText from '#client/text/terms.ts'
import { Chip } from '#client/ui/chip.tsx'
import type { Account } from '#shared/api/administration.ts'
import { AdminPage } from './admin-page.tsx'
import { PagedRows } from './paged-rows.tsx'
import { SearchForm } from './search-form.tsx'
import './admin.css'

export function AdminPeoplePage() {
  const [q, setQ] = useState('')
  const accounts = useAccounts(q)
  return (
    <AdminPage lead={adminText.peopleLead}>
      <section className="card stack" aria-labelledby="admin-people">
        <h2 className="card__title" id="admin-people">
          {adminText.people}
        </h2>
        <SearchForm label={adminText.searchPeople} onSearch={setQ} />
        <PagedRows
          query={accounts}
          loadingLabel={adminText.loadingPeople}
          totalText={termText.people}
          moreLabel={adminText.morePeople}
        >
          {({ people }) =>
            people.map((account) => <PersonRow key={account.id} account={account} />)
          }
        </PagedRows>
      </section>
    </AdminPage>
  )
}

function PersonRow({ account }: { account: Account }) {
  return (
    <li className="admin-row">
      <span>
        <Link href={`/beheer/personen/${account.id}`} className="link">
          {account.name}
        </Link>
        {account.isAdmin && (
          <>
            {' '}
            <Chip>{adminText.administrator}</Chip>
          </>
        )}
      </span>
      <span className="admin-row__detail">{realEmail(account.email)}</span>
      <span className="admin-row__detail">
        {adminText.plansAndSessions(account.plans, account.sessions)}
      </span>
    </li>
  )
}
