import { type RuleCase, withProfession } from './rule-case.ts'

const on = (rule: string, is: string, more: Omit<RuleCase, 'rule' | 'form' | 'is'>): RuleCase => ({
  rule,
  form: 'medrie',
  is,
  ...more,
})

export const medrieCases: readonly RuleCase[] = [
  on('M1', 'the meeting is after the scan', { finds: [] }),
  on('M1', 'both on one day', {
    change: (plan) => plan.values({ wijkbijeenkomstDate: '2025-10-14' }),
    finds: [],
  }),
  on('M1', 'the meeting is the day before the scan', {
    change: (plan) => plan.values({ wijkbijeenkomstDate: '2025-10-13' }),
    finds: ['info'],
  }),
  on('M1', 'no date of the scan', {
    change: (plan) => plan.values({ wijkscanDate: null }),
    finds: ['info'],
  }),
  on('M1', 'no date of the meeting', {
    change: (plan) => plan.values({ wijkbijeenkomstDate: null }),
    finds: ['info'],
  }),
  on('M2', 'the period ends on the day it begins', {
    change: (plan) => plan.values({ periodTo: '2026-01-01' }),
    finds: [],
  }),
  on('M2', 'the period ends the day before it begins', {
    change: (plan) => plan.values({ periodTo: '2025-12-31' }),
    finds: ['block'],
  }),
  on('M3', 'all three domains in the core team', { finds: [] }),
  on('M3', 'welzijn sits for sociaal domein', {
    change: (plan) => plan.row('people', 'm3', { discipline: 'welzijn', party: 'p09' }),
    finds: [],
  }),
  on('M3', 'only a municipal team, tagged Gemeente', {
    change: (plan) => {
      plan.row('people', 'm3', { discipline: 'gemeente' })
      plan.row('parties', 'p04', { discipline: 'gemeente' })
    },
    finds: ['warn'],
    says: 'Zit iemand van de gemeente in het kernteam',
  }),
  on('M3', 'nobody of wijkverpleging', {
    change: (plan) => plan.row('people', 'm2', { coreTeam: 'nee' }),
    finds: ['warn'],
    says: 'Wijkverpleging',
  }),
  on('M3', 'the person of wijkverpleging has no name', {
    change: (plan) => plan.row('people', 'm2', { name: null }),
    finds: ['warn', 'info'],
  }),
  on('M3', 'two people for huisartsenzorg', {
    change: (plan) =>
      plan.add('people', { name: 'Ruud', discipline: 'huisartsenzorg', coreTeam: 'ja' }),
    finds: ['info'],
    says: 'zitten 2 mensen',
  }),
  on('M3', 'a person under the party of another discipline', {
    change: (plan) => plan.row('people', 'm1', { party: 'p03' }),
    finds: ['info'],
    says: 'Thuiszorg Wijkwijs is van Wijkverpleging',
  }),
  on('M5', 'each party has a name', { finds: [] }),
  on('M5', 'a party without a name', {
    change: (plan) => plan.add('parties', { discipline: 'wonen' }),
    finds: ['info'],
  }),
  on('M7', 'everyone agreed', { missing: [], finds: [] }),
  on('M7', 'one seat did not agree', {
    missing: ['Wijkverpleging'],
    finds: ['info'],
    says: 'Wijkverpleging',
  }),
  on('M7', 'one seat did not agree, and the coordinator requires all', {
    missing: ['Wijkverpleging'],
    required: ['akkoord'],
    finds: ['block'],
  }),
  on('M7', 'a level of mandate is empty', {
    change: (plan) => plan.row('people', 'm1', { mandateLevel: null }),
    finds: ['info'],
  }),
  on('M11', 'one theme', {
    change: (plan) => plan.remove('themes', 't2', 't3', 't4', 't5'),
    finds: [],
  }),
  on('M11', 'no theme', {
    change: (plan) => plan.remove('themes', 't1', 't2', 't3', 't4', 't5'),
    finds: ['warn'],
  }),
  on('M13', 'one line for the network', {
    change: (plan) => plan.remove('budget', 'r02', 'r03', 'r04', 'r05', 'r06'),
    finds: [],
  }),
  on('M13', 'no line for the network', {
    change: (plan) => plan.remove('budget', 'r01', 'r02', 'r03', 'r04', 'r05', 'r06'),
    finds: ['warn'],
  }),
  on('H1', 'name, wijk and period filled', { finds: [] }),
  on('H1', 'no wijk', { change: (plan) => plan.values({ wijk: null }), finds: ['info'] }),
  on('H1', 'no wijk, and the coordinator requires it', {
    change: (plan) => plan.values({ wijk: null }),
    required: ['wijk'],
    finds: ['block'],
  }),
  on('H1', 'no period', {
    change: (plan) => plan.values({ periodFrom: null, periodTo: null }),
    finds: ['info', 'info'],
  }),
  on('H1', 'no name of the team, which the form asks', {
    change: (plan) => plan.values({ team: null }),
    finds: ['block'],
  }),
  on('C2', 'an activity of one day', {
    change: (plan) => plan.row('activities', 'a02', { dateTo: '2026-03-01' }),
    finds: [],
  }),
  on('C2', 'an activity that ends before it begins', {
    change: (plan) => plan.row('activities', 'a02', { dateTo: '2026-02-28' }),
    finds: ['info'],
  }),
  on('C1', 'all amounts filled', { finds: [] }),
  on('C1', 'a line without an amount', {
    change: (plan) => plan.add('budget', { group: 'netwerk', description: 'Zaalhuur' }),
    finds: ['info'],
  }),
  on('C1', 'an actual below zero in a line that is called Correctie', {
    change: (plan) =>
      plan.row('budget', 'r22', { description: 'Correctie op K1', actualCents: -1 }),
    finds: [],
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
