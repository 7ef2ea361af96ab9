/** Who did what in this plan, for who answers for it. */
export function TrailCard({ planId }: { planId: string }) {
  return (
    <section className="card" aria-labelledby="trail-title">
      <h2 className="card__title" id="trail-title">
        Controlespoor
      </h2>
      <p>Wie wat deed in dit plan, namens wie, wanneer en vanaf waar. Zonder woorden uit het plan, en niet te wijzigen.</p>
      <p className="button-row">
        <a className="link" href={`/api/plans/${planId}/audit.csv`} download>
          Downloaden als tabel (CSV)
        </a>
        <a className="link" href={`/api/plans/${planId}/audit.json`} download>
          Downloaden als gegevens (JSON)
        </a>
      </p>
    </section>
  )
}
