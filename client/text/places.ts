// The names of pages and panels, and the links to them.

export const account = 'Uw gegevens'
export const audit = 'Logboek'
export const auditOf = (planTitle: string) => `Logboek van ${planTitle}`
export const forYou = 'Voor u'
export const history = 'Geschiedenis'
export const members = 'Leden'
export const newPlan = 'Nieuw plan'
export const plans = 'Uw plannen'
export const toPlans = 'Naar uw plannen'
export const backToPlan = 'Terug naar het plan'
