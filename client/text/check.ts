// Controleer een document.

export const title = 'Controleer een document'
export const lead =
  'Is uw document echt de vastgestelde versie, en wie gaf akkoord? U ziet het hier, zonder in te loggen. De inhoud van het plan ziet u niet.'
export const code = 'Code van de versie'
export const codeHint = 'Zoals WT-7F3K-29QD. Hoofdletters en streepjes mag u weglaten.'
export const giveCodeOrFile = 'Vul de code in, of kies hieronder een bestand.'
export const check = 'Controleren'
export const chooseFile = 'Of kies het bestand dat u kreeg'
export const fileStays =
  'Het bestand blijft op uw apparaat: alleen een controlecode ervan wordt vergeleken. Eén gewijzigde letter geeft een andere code.'
export const checking = 'Bezig met controleren…'
export const notFound = 'Niet gevonden'

export const isAgreed = 'Dit is een vastgestelde versie'
export const isNotAgreed = 'Deze versie is (nog) niet vastgesteld'
export const facts = (
  planTitle: string,
  formName: string,
  version: number,
  presentedAt: string,
  handedInOn: string | null,
) =>
  handedInOn === null
    ? `${planTitle}, ${formName}, versie ${version}, voorgelegd op ${presentedAt}.`
    : `${planTitle}, ${formName}, versie ${version}, voorgelegd op ${presentedAt}. Ingediend op ${handedInOn}.`
export const isSubmittedFile = 'Het bestand is precies het bestand dat is ingediend.'
export const isContent = 'Dit zijn precies de gegevens van deze versie.'
export const isCodeOnly =
  'De code hoort bij deze versie. Of een document echt deze versie is, weet u zeker door ook het bestand zelf te kiezen.'
export const isEnded = (isExpired: boolean, day: string) =>
  `Let op: dit plan is ${isExpired ? 'vervallen' : 'vervangen door een ander plan'} op ${day} en geldt niet meer.`
export const isReplaced = (version: number) => `Let op: later is versie ${version} voorgelegd.`
export const badSignature =
  'De handtekening onder deze gegevens klopt niet. Vertrouw ze niet en waarschuw de beheerder.'
export const agreed = 'Akkoord gegeven'
export const signedIn = (way: string) => `ingelogd: ${way}`
export const withRemark = 'met opmerking'
export const givenOn = (version: number) =>
  `gegeven op versie ${version}; daarna is alleen de spelling gewijzigd`
export const missing = (names: string) => `Geen akkoord van: ${names}.`
export const verifySignature = 'Handtekening zelf controleren'
export const signatureFacts = (keyId: string) =>
  `Ed25519, sleutel ${keyId}. De handtekening staat onder deze tekst, in UTF-8:`
export const signedText = 'Ondertekende tekst'
export const signatureValue = 'Handtekening (base64url)'
export const publicKey = 'Publieke sleutel'
