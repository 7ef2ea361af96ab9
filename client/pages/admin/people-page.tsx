import { useState } from 'react'
import { Link } from 'wouter'
import { useAccounts } from '#client/hooks/use-administration.ts'
import { realEmail } from '#client/text/email.ts'
import { Chip } from '#client/ui/chip.tsx'
import type { Account } from '#shared/api/administration.ts'
import { counted } from '#shared/counted.ts'
import { AdminPage } from './admin-page.tsx'
import { PagedRows } from './paged-rows.tsx'
import { SearchForm } from './search-form.tsx'
import './admin.css'

export function AdminPeoplePage() {
  const [q, setQ] = useState('')
  const accounts = useAccounts(q)
  return (
    <AdminPage lead="Dit is iedereen met een account. Kies iemand om te zien hoe die inlogt, of om te helpen.">
      <section className="card stack" aria-labelledby="admin-people">
        <h2 className="card__title" id="admin-people">
          Personen
        </h2>
        <SearchForm label="Zoek op naam of e-mailadres" onSearch={setQ} />
        <PagedRows query={accounts} one="persoon" many="personen">
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
            <Chip>Beheerder</Chip>
          </>
        )}
      </span>
      <span className="admin-row__detail">{realEmail(account.email)}</span>
      <span className="admin-row__detail">
        {counted(account.plans, 'plan', 'plannen')},{' '}
        {account.sessions === 0 ? 'niet ingelogd' : counted(account.sessions, 'sessie', 'sessies')}
      </span>
    </li>
  )
}
