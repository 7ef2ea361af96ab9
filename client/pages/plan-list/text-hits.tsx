import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call } from '#client/api.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import * as planListText from '#client/text/plan-list.ts'
import { type SearchHit, searchPlans } from '#shared/api/search.ts'
import { wordsIn } from '#shared/find/words-in.ts'
import { useSettled } from './use-settled.ts'
import './text-hits.css'

/** A text is searched from this many letters, as on the server. */
const shortestQuery = 2

/** The sections of the user's plans that hold the words, each with a link to them. Needs a connection. */
export function TextHits({ query }: { query: string }) {
  const settled = useSettled(query)
  const isAsked = wordsIn(settled).join('').length >= shortestQuery
  const { data, isPlaceholderData } = useQuery({
    queryKey: queryKeys.search(settled),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    // Others write meanwhile.
    staleTime: 0,
    queryFn: ({ signal }) => call(searchPlans, { query: { q: settled }, signal }),
  })
  if (query === '' || !isAsked || data === undefined) return null
  return (
    <section className="text-hits" aria-labelledby="in-teksten">
      <h3 className="text-hits__title" id="in-teksten">
        {planListText.inTexts}
      </h3>
      <p role="status" className="text-hits__count">
        {isPlaceholderData
          ? ''
          : data.hits.length === 0
            ? planListText.inTextsNone
            : planListText.inTextsFound(data.hits.length, data.isCut)}
      </p>
      {data.hits.length > 0 && (
        <ul className="text-hits__list">
          {data.hits.map((hit) => (
            <li key={`${hit.planId}/${hit.section}`} className="text-hits__hit">
              <Link href={addressOf(hit)} className="text-hits__link">
                <span className="text-hits__plan">{hit.title}</span>
                <span className="text-hits__place">{hit.place}</span>
                <span className="text-hits__words">
                  {hit.before}
                  <mark className="text-hits__match">{hit.match}</mark>
                  {hit.after}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The plan opens with a search for the word that was found, in its section. */
function addressOf({ planId, section, match }: SearchHit): string {
  return `/plan/${planId}?${new URLSearchParams({ zoek: match, onderdeel: section })}`
}
