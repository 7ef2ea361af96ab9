import { useReadLinkActions, useReadLinks } from '#client/hooks/use-consultation.ts'
import { LinkList, type LinkTexts } from '#client/pages/links/link-list.tsx'
import * as consultationText from '#client/text/consultation.ts'
import { formatUntil } from '#client/text/moment.ts'
import { QueryView } from '#client/ui/query-view.tsx'

/** Links by which readers without an account read the text of the consultation. */
export function ReadLinks({ planId }: { planId: string }) {
  const links = useReadLinks(planId)
  const { create, revoke } = useReadLinkActions(planId)
  return (
    <div className="stack">
      <p>{consultationText.readLinksLead}</p>
      <QueryView query={links}>
        {(list) => (
          <LinkList
            id="read"
            texts={texts}
            links={list}
            create={create}
            revoke={(linkId) => revoke.mutateAsync(linkId)}
          />
        )}
      </QueryView>
    </div>
  )
}

const texts: LinkTexts<{ url: string; expiresAt: string }> = {
  label: consultationText.readLinkFor,
  example: consultationText.readLinkForHint,
  make: consultationText.readLinkMake,
  form: consultationText.newReadLink,
  made: consultationText.readLinkIsMade,
  keep: ({ expiresAt }) => consultationText.readLinkMadeText(formatUntil(expiresAt)),
  url: consultationText.readLink,
  another: consultationText.readLinkMakeAnother,
  none: consultationText.noReadLinks,
  all: consultationText.workingReadLinks,
  facts: consultationText.readLinkFacts,
  revoke: ({ label }) => consultationText.readLinkWithdrawOf(label),
  revokeTitle: consultationText.readLinkWithdrawAsk,
  revokeText: consultationText.readLinkWithdrawText,
  revokeDo: consultationText.readLinkWithdraw,
  revoked: consultationText.readLinkIsWithdrawn,
}
