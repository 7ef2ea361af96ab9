import { useState } from 'react'
import {
  useLinkOrganisation,
  useOrganisation,
  useOrganisationAccounts,
  useUnlinkOrganisation,
} from '#client/hooks/use-organisation.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import type { OrganisationAccount } from '#shared/api/oidc.ts'
import { formatDay } from '#shared/text/moment.ts'

/** The user's accounts at the organisation; renders nothing if people can't sign in there. */
export function OrganisationCard() {
  const name = useOrganisation()
  return name === null ? null : <Accounts name={name} />
}

function Accounts({ name }: { name: string }) {
  const accounts = useOrganisationAccounts()
  const link = useLinkOrganisation()
  return (
    <section className="card" aria-labelledby="organisation-title">
      <h2 className="card__title" id="organisation-title">
        Inloggen met {name}
      </h2>
      <QueryView query={accounts} loadingLabel="Bezig met ophalen van uw organisatie-accounts">
        {({ accounts: list }) => (
          <div className="stack">
            {list.length === 0 ? (
              <p>
                Koppel uw account van {name}. Daarna logt u daarmee in, zonder link of wachtwoord
                van Wijktafel.
              </p>
            ) : (
              <ul className="stack stack--tight">
                {list.map((account) => (
                  <AccountLine key={account.id} account={account} />
                ))}
              </ul>
            )}
            <RefusalText error={link.error} />
            <div className="button-row">
              <Button isPending={link.isPending} onPress={() => link.mutate()}>
                {list.length === 0 ? `Account van ${name} koppelen` : 'Nog een account koppelen'}
              </Button>
            </div>
          </div>
        )}
      </QueryView>
    </section>
  )
}

function AccountLine({ account }: { account: OrganisationAccount }) {
  const [isAsking, setAsking] = useState(false)
  const unlink = useUnlinkOrganisation()
  const label = account.label === '' ? new URL(account.issuer).host : account.label
  const used =
    account.lastUsedAt === null
      ? 'nog niet gebruikt'
      : `laatst gebruikt op ${formatDay(account.lastUsedAt)}`
  return (
    <li className="button-row">
      <span>
        <strong>{label}</strong>, gekoppeld op {formatDay(account.linkedAt)}, {used}
      </span>
      <Button kind="quiet" aria-label={`${label} loskoppelen`} onPress={() => setAsking(true)}>
        Loskoppelen
      </Button>
      <ConfirmDialog
        title={`${label} loskoppelen`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel="Account loskoppelen"
        onConfirm={() => unlink.mutateAsync(account.id)}
      >
        <p>
          U kunt er dan niet meer mee inloggen. Waar u nu bent ingelogd, blijft u ingelogd. Zorg dat
          u een andere manier heeft om in te loggen.
        </p>
      </ConfirmDialog>
    </li>
  )
}
