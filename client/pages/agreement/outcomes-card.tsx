import { useOutcomeLinkActions, useOutcomeLinks } from '#client/hooks/use-outcome-links.ts'
import { LinkList } from '#client/pages/links/link-list.tsx'
import { outcomeLinkTexts, shownText } from '#client/text/outcome-texts.ts'
import { QueryView } from '#client/ui/query-view.tsx'

/** Sharing what was adopted with readers without an account (R8); only once something was. */
export function OutcomesCard({ planId }: { planId: string }) {
  const listed = useOutcomeLinks(planId)
  const { create, revoke } = useOutcomeLinkActions(planId)
  const { links = [], shown = null } = listed.data ?? {}
  if (listed.data !== undefined && shown === null && links.length === 0) return null
  return (
    <section className="card" aria-labelledby="outcomes-title">
      <h2 className="card__title" id="outcomes-title">
        {outcomeLinkTexts.title}
      </h2>
      <QueryView query={listed} loadingLabel={outcomeLinkTexts.loading}>
        {() => (
          <div className="stack">
            <p>{outcomeLinkTexts.intro}</p>
            <p className="muted">{shownText(shown)}</p>
            <LinkList
              id="outcome"
              texts={outcomeLinkTexts.list}
              links={links.map((link) => ({ ...link, canRevoke: true }))}
              create={create}
              revoke={(linkId) => revoke.mutateAsync(linkId)}
              canMake={shown !== null}
            />
          </div>
        )}
      </QueryView>
    </section>
  )
}
