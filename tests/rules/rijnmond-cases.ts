import { type RuleCase, withProfession } from './rule-case.ts'

const on = (rule: string, is: string, more: Omit<RuleCase, 'rule' | 'form' | 'is'>): RuleCase => ({
  rule,
  form: 'rijnmond',
  is,
  ...more,
})

export const rijnmondCases: readonly RuleCase[] = [
  on('R1', 'five connected practices, 12.678 patients', { finds: [] }),
  on('R1', '10.000 patients', {
    change: (plan) => plan.row('income', 'i01', { ionPatients: 464 }),
    finds: [],
  }),
  on('R1', '9.999 patients', {
    change: (plan) => plan.row('income', 'i01', { ionPatients: 463 }),
    finds: ['warn'],
    says: '9.999',
  }),
  on('R1', 'a practice that may be connected or not', {
    change: (plan) => plan.row('parties', 'h1', { connected: null }),
    finds: ['warn', 'warn'],
    says: 'De praktijk telt nu niet mee',
  }),
  on('R1', 'a practice that is not connected has income', {
    change: (plan) => plan.row('parties', 'h1', { connected: 'nee' }),
    finds: ['warn'],
    says: '9.536',
  }),
  on('R1', 'a practice listed twice', {
    change: (plan) => plan.add('income', { party: 'h2', ionPatients: 2876, rateCents: 224 }),
    finds: ['warn'],
    says: 'Gezondheidscentrum De Meerpaal staat 2 keer',
  }),
  on('R1', 'a connected practice without income', {
    change: (plan) => plan.remove('income', 'i05'),
    finds: ['warn'],
    says: 'Huisartsenpraktijk De Loods is aangesloten',
  }),
  on('R1', 'patients of no practice', {
    change: (plan) => plan.row('income', 'i05', { party: null }),
    finds: ['warn', 'warn'],
  }),
  on('R2', 'one peildatum for all practices', { finds: [] }),
  on('R2', 'a peildatum at each practice', {
    change: (plan) => {
      plan.values({ ionPeildatum: null })
      plan.each('income', { ionDate: '2026-01-01' })
    },
    finds: [],
  }),
  on('R2', 'one practice without a peildatum', {
    change: (plan) => {
      plan.values({ ionPeildatum: null })
      plan.each('income', { ionDate: '2026-01-01' })
      plan.row('income', 'i01', { ionDate: null })
    },
    finds: ['warn'],
  }),
  on('R2', 'an empty rate', {
    change: (plan) => plan.row('income', 'i01', { rateCents: null }),
    finds: ['warn'],
  }),
  on('R2', 'no number of patients', {
    change: (plan) => plan.row('income', 'i01', { ionPatients: null }),
    finds: ['warn'],
  }),
  on('R2', 'another rate than € 2,24', {
    change: (plan) => plan.row('income', 'i01', { rateCents: 225 }),
    finds: ['info'],
  }),
  on('R3', 'the wijkscan has both parts', { finds: [] }),
  on('R3', 'no network in the wijkscan', {
    change: (plan) => plan.field('wijkscanNetwerk', ''),
    finds: ['warn'],
  }),
  on('R3', 'no overlegstructuren in the wijkscan', {
    change: (plan) => plan.field('wijkscanOverlegstructuren', ''),
    finds: ['warn'],
  }),
  on('R6', 'a netwerkbijeenkomst this year', { finds: [] }),
  on('R6', 'a netwerkbijeenkomst on the last day of the year before', {
    change: (plan) => {
      for (const row of plan.rows('meetings'))
        if (row['type'] === 'netwerkbijeenkomst') row['date'] = '2025-12-31'
    },
    finds: ['warn'],
  }),
  on('R7', 'each quarter once', { finds: [] }),
  on('R7', 'K1 twice', {
    change: (plan) => plan.row('quarterReports', 'k2', { quarter: 'K1' }),
    finds: ['info'],
    says: 'K1 staat 2 keer',
  }),
  on('R10', 'one calendar year', { finds: [] }),
  on('R10', 'no first day', {
    change: (plan) => plan.values({ periodFrom: null }),
    finds: ['block'],
  }),
  on('R10', 'no last day', { change: (plan) => plan.values({ periodTo: null }), finds: ['block'] }),
  on('R10', 'the period ends before it begins', {
    change: (plan) => plan.values({ periodTo: '2025-12-31' }),
    finds: ['block', 'info'],
  }),
  on('R10', 'a year and a day', {
    change: (plan) => plan.values({ periodTo: '2027-01-01' }),
    finds: ['info'],
  }),
  on('R11', 'a wijkcoördinator', { finds: [] }),
  on('R11', 'no wijkcoördinator', {
    change: (plan) => plan.row('people', 'm1', { role: 'anders' }),
    finds: ['info'],
  }),
  on('A1', 'all agreed, and everyone has a name', { missing: [], finds: [] }),
  on('A1', 'a practice did not agree', { missing: ['Kade 12'], finds: ['info'] }),
  on('A1', 'a practice did not agree, and the coordinator requires all', {
    missing: ['Kade 12'],
    required: ['akkoord'],
    finds: ['block'],
  }),
  on('A1', 'a party and a person without a name', {
    change: (plan) => {
      plan.row('parties', 'p08', { name: null })
      plan.row('people', 'm3', { name: null })
    },
    finds: ['info', 'info'],
  }),
  on('H1', 'wijk and team filled', { finds: [] }),
  on('H1', 'no wijk and no team', {
    change: (plan) => plan.values({ wijk: null, team: null }),
    finds: ['info', 'info'],
  }),
  on('C1', 'all amounts filled', { finds: [] }),
  on('C1', 'a line without an amount', {
    change: (plan) => plan.add('budget', { group: 'overig', description: 'Zaalhuur' }),
    finds: ['info'],
  }),
  on('C2', 'an activity of one day', {
    change: (plan) => plan.row('activities', 'a01', { dateTo: '2026-01-15' }),
    finds: [],
  }),
  on('C2', 'an activity that ends before it begins', {
    change: (plan) => plan.row('activities', 'a01', { dateTo: '2026-01-14' }),
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
]
