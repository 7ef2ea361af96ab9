import { Link } from 'wouter'

/** The way to the record of what everyone did in this plan, for the people who answer for it. */
export function TrailCard({ planId }: { planId: string }) {
  return (
    <section className="card" aria-labelledby="trail-title">
      <h2 className="card__title" id="trail-title">
        Controlespoor
      </h2>
      <p>
        Wie wat deed in dit plan, namens wie, wanneer en vanaf waar. Zonder woorden uit het plan, en
        niet te wijzigen.
      </p>
      <p>
        <Link className="link" href={`/plan/${planId}/controlespoor`}>
          Bekijken en downloaden
        </Link>
      </p>
    </section>
  )
}
