// The frame of the program, and the pages without a plan.

export const toContent = 'Naar de inhoud'
export const loadingPage = 'Bezig met laden van de pagina'
export const openingPlan = 'Bezig met openen van het plan'

export const notFound = 'Deze pagina bestaat niet'
export const notFoundLead =
  'Misschien is de link niet helemaal overgenomen, of is het plan verwijderd.'

export const unsubscribed = 'U krijgt geen mail over plannen meer'
export const unsubscribedLead =
  'Inloglinks en uitnodigingen komen nog wel. In Wijktafel zelf ziet u alles.'
export const unsubscribedUndo = 'Bedenkt u zich? Log in en kies hoe vaak u mail wilt.'
export const mailSettings = 'Mail over plannen'
export const unsubscribeAsk = 'Geen mail over plannen meer?'
export const unsubscribeLead = 'Dit geldt voor al uw plannen in Wijktafel.'
export const unsubscribeLess = 'U kunt ook kiezen voor minder mail: één per dag of één per week.'
export const unsubscribe = 'Geen mail meer'
export const chooseLess = 'Minder mail kiezen'
