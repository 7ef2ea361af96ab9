import { type RuleCase, withProfession } from './rule-case.ts'

const on = (rule: string, is: string, more: Omit<RuleCase, 'rule' | 'form' | 'is'>): RuleCase => ({
  rule,
  form: 'zwolle',
  is,
  ...more,
})

const placeholder = 'hier beschrijven'

export const zwolleCases: readonly RuleCase[] = [
  on('Z1', 'all core players apply, and all agreed', { missing: [], finds: [] }),
  on('Z1', 'nobody was asked', { missing: null, finds: ['block'] }),
  on('Z1', 'one core player does not apply', {
    change: (plan) => plan.row('parties', 'p03', { applicant: 'nee' }),
    finds: ['block'],
    says: 'Apotheek ’t Broek is kernspeler',
  }),
  on('Z1', 'one core player did not say', {
    change: (plan) => plan.row('parties', 'p03', { applicant: null }),
    finds: ['block'],
  }),
  on('Z1', 'all parties: dient mee in nee', {
    change: (plan) => plan.each('parties', { applicant: 'nee' }),
    finds: ['block', 'block', 'block', 'block', 'block'],
  }),
  on('Z1', 'a party that is no core player does not apply', {
    change: (plan) => plan.row('parties', 'p06', { applicant: 'nee' }),
    finds: [],
  }),
  on('Z2', 'five core players, each represented', { finds: [] }),
  on('Z2', 'no party of paramedici', {
    change: (plan) => plan.row('parties', 'p04', { corePlayer: 'nee' }),
    finds: ['block'],
    says: 'Paramedici',
  }),
  on('Z2', 'the party of paramedici has no name', {
    change: (plan) => plan.row('parties', 'p04', { name: null }),
    finds: ['block', 'warn'],
  }),
  on('Z2', 'the representative of apothekers has no name', {
    change: (plan) => plan.row('people', 'm3', { name: null }),
    finds: ['block', 'warn'],
  }),
  on('Z2', 'a representative without an organisation', {
    change: (plan) => plan.row('people', 'm3', { party: null }),
    finds: ['block'],
  }),
  on('Z2', 'a representative under the party of another discipline', {
    change: (plan) => plan.row('people', 'm3', { party: 'p02' }),
    finds: ['warn'],
    says: 'Thuiszorg De Wetering is van Wijkverpleging',
  }),
  on('Z2', 'a municipal team as core player instead of sociaal werk', {
    change: (plan) => plan.row('parties', 'p05', { discipline: 'gemeente' }),
    finds: ['block', 'warn'],
    says: 'Kies dan de discipline ‘Sociaal werk’',
  }),
  on('Z3', 'wijk, gemeente and period filled', { finds: [] }),
  on('Z3', 'no wijk', { change: (plan) => plan.values({ wijk: null }), finds: ['block'] }),
  on('Z3', 'no gemeente', { change: (plan) => plan.values({ gemeente: null }), finds: ['block'] }),
  on('Z3', 'no first day', {
    change: (plan) => plan.values({ periodFrom: null }),
    finds: ['block'],
  }),
  on('Z3', 'no last day', { change: (plan) => plan.values({ periodTo: null }), finds: ['block'] }),
  on('Z4', 'the wijkindeling is open, with a date', { finds: ['warn'] }),
  on('Z4', 'the wijkindeling is open, without a date', {
    change: (plan) => plan.values({ wijkindelingDate: null }),
    finds: ['warn', 'warn'],
  }),
  on('Z4', 'the wijkindeling is settled', {
    change: (plan) => plan.values({ wijkindelingVastgesteld: 'ja' }),
    finds: [],
  }),
  on('Z5', 'the start is measured', { finds: [] }),
  on('Z5', 'no questions', {
    change: (plan) => plan.remove('vragenlijst', 'q1', 'q2', 'q3', 'q4', 'q5', 'q6'),
    finds: ['warn'],
  }),
  on('Z5', 'a question without an answer at the start', {
    change: (plan) => plan.row('vragenlijst', 'q1', { start: null }),
    finds: ['warn'],
  }),
  on('Z5', 'no date of the start', {
    change: (plan) => plan.values({ startDate: null }),
    finds: ['warn'],
  }),
  on('Z5', 'the end on the day of the start', {
    change: (plan) => plan.values({ endDate: '2026-01-15' }),
    finds: [],
  }),
  on('Z5', 'the end before the start', {
    change: (plan) => plan.values({ endDate: '2026-01-14' }),
    finds: ['warn'],
  }),
  on('Z6', 'an activity until the last day of the goal', {
    change: (plan) => plan.row('activities', 'a01', { dateTo: '2026-12-31' }),
    finds: [],
  }),
  on('Z6', 'an activity until a day after the goal of the programme', {
    change: (plan) => {
      plan.values({ periodTo: '2027-06-30' })
      plan.row('activities', 'a01', { dateTo: '2027-01-01' })
    },
    finds: ['warn'],
    says: 'loopt door na 31 december 2026',
  }),
  on('Z6', 'an activity of 2027 in a plan of 2027, which no programme covers', {
    change: (plan) => {
      plan.values({ periodFrom: '2027-01-01', periodTo: '2027-12-31' })
      plan.each('activities', { dateFrom: '2027-02-01', dateTo: '2027-12-31' })
    },
    finds: [],
  }),
  on('Z6', 'an activity from the day before the period', {
    change: (plan) => plan.row('activities', 'a01', { dateFrom: '2026-01-31' }),
    finds: ['warn'],
  }),
  on('Z6', 'an activity of one day', {
    change: (plan) => plan.row('activities', 'a01', { dateTo: '2026-02-12' }),
    finds: [],
  }),
  on('Z6', 'an activity that ends before it begins', {
    change: (plan) => plan.row('activities', 'a01', { dateTo: '2026-02-11' }),
    finds: ['warn'],
  }),
  on('Z6', 'an activity without borging', {
    change: (plan) => plan.row('activities', 'a01', { securing: null }),
    finds: ['warn'],
  }),
  on('Z6', 'no activities', {
    change: (plan) =>
      plan.remove('activities', ...plan.rows('activities').map((row) => String(row['id']))),
    finds: ['warn'],
  }),
  on('Z6', 'the period ends the day before it begins', {
    change: (plan) => {
      plan.values({ periodTo: '2026-01-31' })
      plan.each('activities', { dateFrom: null, dateTo: null })
    },
    finds: ['block', ...Array.from({ length: 13 }, () => 'warn' as const)],
  }),
  on('Z8', 'one representative per discipline, with mandate', { finds: [] }),
  on('Z8', 'no level of mandate', {
    change: (plan) => plan.row('people', 'm2', { mandateLevel: null }),
    finds: ['warn'],
  }),
  on('Z8', 'two representatives of one discipline', {
    change: (plan) => plan.row('people', 'm2', { discipline: 'huisartsenzorg', party: 'p01' }),
    finds: ['warn'],
    says: 'Voor Huisartsenzorg staan er 2 vertegenwoordigers',
  }),
  on('Z10', 'both fields have words', { finds: [] }),
  on('Z10', 'nothing about financing', {
    change: (plan) => plan.field('financiering', ''),
    finds: ['warn'],
  }),
  on('Z10', 'nothing about dubbelfinanciering', {
    change: (plan) => plan.field('dubbelfinanciering', ''),
    finds: ['warn'],
  }),
  on('Z12', 'one rate differs', { finds: ['info'] }),
  on('Z12', 'all rates are the standard', {
    change: (plan) => plan.row('budget', 'r11', { rateCents: 7500 }),
    finds: [],
  }),
  on('Z14', 'own words everywhere', { finds: [] }),
  on('Z14', 'a field is the placeholder', {
    change: (plan) => plan.field('gewensteSituatie', placeholder),
    finds: ['block'],
  }),
  on('Z14', 'a field is the placeholder with a capital and a dot', {
    change: (plan) => plan.field('gewensteSituatie', ' Hier beschrijven. '),
    finds: ['block'],
  }),
  on('Z14', 'a sentence that begins with the same words', {
    change: (plan) => plan.field('gewensteSituatie', 'Wat wij hier beschrijven is de wens.'),
    finds: [],
  }),
  on('Z14', 'the placeholder as a paragraph beside own words', {
    change: (plan) => plan.field('gewensteSituatie', `${placeholder}\n\nEén aanspreekpunt.`),
    finds: ['warn'],
  }),
  on('Z14', 'an activity is the placeholder', {
    change: (plan) => plan.row('activities', 'a01', { description: placeholder }),
    finds: ['block'],
  }),
  on('Z14', 'an activity that says what is described here', {
    change: (plan) =>
      plan.row('activities', 'a01', { description: 'Wij hier beschrijven de agenda.' }),
    finds: [],
  }),
  on('Z16', 'one contact, with organisation and function', { finds: [] }),
  on('Z16', 'no contact', {
    change: (plan) => plan.row('people', 'm1', { contact: 'nee' }),
    finds: ['block'],
  }),
  on('Z16', 'two contacts', {
    change: (plan) => plan.row('people', 'm2', { contact: 'ja' }),
    finds: ['block'],
  }),
  on('Z16', 'the contact has no organisation', {
    change: (plan) => plan.row('people', 'm1', { party: null }),
    finds: ['block'],
  }),
  on('Z16', 'the contact has no function', {
    change: (plan) => plan.row('people', 'm1', { position: null }),
    finds: ['info'],
  }),
  on('Z16', 'the contact has no function, and the coordinator requires it', {
    change: (plan) => plan.row('people', 'm1', { position: null }),
    required: ['functieAanspreekpunt'],
    finds: ['block'],
  }),
  on('Z17', 'both answered with ja, with a note', { finds: [] }),
  on('Z17', 'carried by all: nee', {
    change: (plan) => plan.values({ checkGedragen: 'nee' }),
    finds: ['block'],
  }),
  on('Z17', 'carried by all: no answer', {
    change: (plan) => plan.values({ checkGedragen: null }),
    finds: ['block'],
  }),
  on('Z17', 'tuned with others: no answer', {
    change: (plan) => plan.values({ checkAfgestemd: null }),
    finds: ['block'],
  }),
  on('Z17', 'tuned with others: nee, which is an answer', {
    change: (plan) => plan.values({ checkAfgestemd: 'nee' }),
    finds: [],
  }),
  on('Z17', 'tuned with others: ja, without a note', {
    change: (plan) => plan.values({ checkAfgestemdNote: null }),
    finds: ['info'],
  }),
  on('Z17', 'tuned with others: ja, without a note that the coordinator requires', {
    change: (plan) => plan.values({ checkAfgestemdNote: null }),
    required: ['toelichtingAfgestemd'],
    finds: ['block'],
  }),
  on('H1', 'the name of the samenwerking is filled', { finds: [] }),
  on('H1', 'no name of the samenwerking', {
    change: (plan) => plan.values({ team: null }),
    finds: ['info'],
  }),
  on('C1', 'no line without an amount', { finds: [] }),
  on('C1', 'a used line without an amount', {
    change: (plan) => plan.row('budget', 'r12', { amountCents: null }),
    finds: ['info'],
  }),
  on('C1', 'the rate of a line is that of its profession', {
    change: (plan) => withProfession(plan, 'r01'),
    finds: [],
  }),
  on('C1', 'the rate of a line is one cent more than that of its profession', {
    change: (plan) => withProfession(plan, 'r01', 1),
    finds: ['info'],
    says: 'anders dan het tarief van',
  }),
  on('Z10', 'other funding with its funder, amount and state', {
    change: (plan) =>
      plan
        .rows('otherFunding')
        .push({ id: 'geld', funder: 'Gemeente', amountCents: 100, status: 'toegezegd' }),
    finds: [],
  }),
  on('Z10', 'other funding without its amount', {
    change: (plan) =>
      plan.rows('otherFunding').push({ id: 'geld', funder: 'Gemeente', status: 'aangevraagd' }),
    finds: ['warn'],
    says: 'Bedrag',
  }),
  on('Z8', 'an organisation that somebody informed', {
    change: (plan) => plan.rows('informed').push({ id: 'org', name: 'Thuiszorg', by: 'm2' }),
    finds: [],
  }),
  on('Z8', 'an organisation that nobody informed', {
    change: (plan) => plan.rows('informed').push({ id: 'org', name: 'Thuiszorg' }),
    finds: ['info'],
    says: 'Thuiszorg',
  }),
]
