import { useState } from 'react'
import {
  useLinkOrganisation,
  useOrganisation,
  useOrganisationAccounts,
  useUnlinkOrganisation,
} from '#client/hooks/use-organisation.ts'
import { formatDay } from '#client/text/moment.ts'
import * as termText from '#client/text/terms.ts'
import * as waysInText from '#client/text/ways-in.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import type { OrganisationAccount } from '#shared/api/oidc.ts'

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
        {waysInText.organisationTitle(name)}
      </h2>
      <QueryView query={accounts} loadingLabel={waysInText.loadingOrganisations}>
        {({ accounts: list }) => (
          <div className="stack">
            {list.length === 0 ? (
              <p>{waysInText.organisationLead(name)}</p>
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
                {list.length === 0
                  ? waysInText.organisationLink(name)
                  : waysInText.organisationLinkAnother}
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
      ? termText.neverUsed
      : termText.lastUsed(formatDay(account.lastUsedAt))
  return (
    <li className="button-row">
      <span>
        <Sentence
          parts={waysInText.organisationFacts(
            <strong>{label}</strong>,
            formatDay(account.linkedAt),
            used,
          )}
        />
      </span>
      <Button
        kind="quiet"
        aria-label={waysInText.organisationUnlinkOf(label)}
        onPress={() => setAsking(true)}
      >
        {waysInText.organisationUnlink}
      </Button>
      <ConfirmDialog
        title={waysInText.organisationUnlinkOf(label)}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel={waysInText.organisationUnlinkAccount}
        onConfirm={() => unlink.mutateAsync(account.id)}
      >
        <p>{waysInText.organisationUnlinkText}</p>
      </ConfirmDialog>
    </li>
  )
}
