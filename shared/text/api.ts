// What a request must hold, said at the field that is not filled in well.

export const verdicts = {
  agreed: 'Akkoord',
  agreedWithRemark: 'Akkoord met opmerking',
  notAgreed: 'Niet akkoord',
  withdrawn: 'Antwoord ingetrokken',
}
export const remarkTooLong = 'Houd de opmerking korter dan 2000 tekens.'
export const remarkNeeded = 'Schrijf op wat u wilt opmerken, of waarom u niet akkoord bent.'

export const chooseDate = 'Kies een datum.'
export const existingDate = 'Vul een bestaande datum in.'
export const dateAndTime = 'Vul een datum en een tijd in.'

export const tooManyMentions = 'Noem hoogstens 20 mensen.'
export const messageTooLong = 'Houd het bericht korter dan 1.000 tekens.'

export const endReasonTooLong = (max: number): string => `Houd de reden korter dan ${max} tekens.`
export const whyExpired = 'Schrijf op waarom het plan vervalt.'
export const chooseSuccessor = 'Kies het plan dat hiervoor in de plaats komt.'

export const giveReason = 'Geef een reden.'
export const reasonTooLong = 'Houd de reden korter dan 500 tekens.'

/** The questions in the list of a person, by kind. */
export const inboxKinds = {
  approval: 'Uw akkoord wordt gevraagd',
  question: 'Vraag aan uw discipline',
  mention: 'U bent genoemd',
  consultation: 'Uw reactie wordt gevraagd',
  coordinator: 'Nieuwe coördinator',
  action: 'Actie',
}

export const yourName = 'Vul uw naam in.'
export const nameTooLong = 'Deze naam is te lang.'
export const validEmail = 'Vul een geldig e-mailadres in.'
export const choosePart = 'Kies ten minste één onderdeel.'
export const namePasskey = 'Geef de passkey een naam.'
export const forWhomLink = 'Vul in voor wie de link is.'
export const linkLabelTooLong = 'Houd dit korter dan 80 tekens.'
export const receiverNeeded = 'Vul in aan wie u het plan indient.'
export const receiverTooLong = 'Houd de ontvanger korter dan 200 tekens.'
export const nameVersion = 'Geef de versie een naam, bijvoorbeeld “Overleg 13 januari”.'
export const versionNameTooLong = (max: number): string => `Een naam is hoogstens ${max} tekens.`
