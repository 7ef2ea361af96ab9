/** Words that are wider than a column or a page, each in its own way. */
export const longWords: readonly string[] = [
  `${'verslag_netwerkbijeenkomst_'.repeat(7)}definitief.docx`,
  `https://voorbeeld.nl/${'wijk/lindewijk/'.repeat(12)}plan.pdf?versie=2&taal=nl#onderdeel`,
  'iemand.met.een.heel.lange.naam.en.functie@afdeling.wijkzorg.organisatie.voorbeeld.nl',
  'Meervoudigepersoonlijkheidsstoornisbehandelcentrumcoördinatievergadering',
  'wijkverpleegkundigenoverlegstructuur',
  'x'.repeat(180),
  'WMWM'.repeat(40),
  'bcdfghjklmnpqrstvwxz'.repeat(4),
  '1234567890'.repeat(12),
  '€1.234.567.890,12/€9.876.543.210,98/€5.555.555.555,55',
]
