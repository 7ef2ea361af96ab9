import { counted } from '#shared/counted.ts'

// Reacties.

export const replyTo = (label: string) => `Reageren op ${label}`
export const comment = 'Reageren'
export const replyKeys = 'Reageren (Ctrl+Alt+M)'
export const countOn = (count: number, label: string) =>
  `${counted(count, 'reactie', 'reacties')} op ${label}`

export const removedBy = (name: string) => `Verwijderd door ${name}`
export const editOwn = 'Uw reactie wijzigen'
export const agreedBy = (names: string) => `Akkoord: ${names}`
export const agree = 'Akkoord'
export const removeAsk = 'Reactie verwijderen?'
export const remove = 'Reactie verwijderen'
export const removeText =
  'De tekst verdwijnt voor iedereen. Is er al op geantwoord, dan blijft staan dat hier iets is verwijderd.'
export const writtenOffline = (when: string) => `Geschreven zonder verbinding; aangekomen ${when}`
export const edited = (when: string) => `Gewijzigd ${when}`
export const editedMark = '(gewijzigd)'
export const receivedLate = (when: string) => `· na sluiting ontvangen, ${when}`

export const title = 'Reacties'
export const onWholePlan = 'Op het hele plan'
export const hide = 'Reacties verbergen'
export const readerHint =
  'U leest dit plan. Wilt u reageren, vraag dan de coördinator om u wijkpartner te maken.'
export const loading = 'Bezig met laden van de reacties'
export const markInText = 'Reacties in de tekst aangeven'
export const which = 'Welke reacties'
export const showMore = (count: number) => `Meer reacties tonen (${count})`
export const atRemovedPart = 'Bij een verwijderd onderdeel'
export const none =
  'Nog geen reacties. Selecteer woorden in een tekst en kies “Reageren”, of gebruik het menu van een regel of thema.'
export const noneOpen = 'Geen open reacties.'
export const noneUnread = 'U heeft alles gelezen.'
export const noneForDiscipline = 'Er zijn geen open vragen aan uw discipline.'
export const noneToDiscuss = 'Er staat niets op de lijst voor het overleg.'
export const noneOfChoice = 'Geen reacties met deze keuze.'

export const unread = (unread: number) => `, ${unread} ongelezen`

export const sendFailedKept = 'Versturen is niet gelukt. Uw tekst staat nog in het vak.'
export const howToSend = 'Noem iemand met @. Versturen kan ook met Ctrl+Enter.'

export const namesFound = (count: number) =>
  `${counted(count, 'naam', 'namen')}. Kies met de pijltjes en Enter.`
export const people = 'Mensen'

export const thePlan = 'Het plan'
export const isPlaced = 'Uw reactie is geplaatst.'
export const isPlacedLater = 'Uw reactie wordt verstuurd zodra er verbinding is.'
export const newComment = 'Nieuwe reactie'
export const yourComment = 'Uw reactie'
export const askDiscipline = 'Vraag aan een discipline'
export const askTo = 'Vraag aan'
export const nobody = 'Niemand in het bijzonder'
export const answerBefore = 'Graag antwoord voor'

export const isReopened = 'Reactie heropend.'
export const isResolved = 'Reactie afgerond.'
export const isNew = 'Nieuw'
export const resolved = 'Afgerond'
export const toDiscuss = 'Te bespreken'
export const late = 'Na sluiting ontvangen'
export const textRemoved = 'Tekst verwijderd'
export const showLess = 'Minder tonen'
export const yourAnswer = 'Uw antwoord'
export const send = 'Versturen'
export const answerIsPlaced = 'Uw antwoord is geplaatst.'
export const answerIsPlacedLater = 'Uw antwoord wordt verstuurd zodra er verbinding is.'
export const answer = 'Beantwoorden'
export const reopen = 'Heropenen'
export const resolve = 'Afronden'
export const discuss = 'Bespreken in overleg'

export const open = 'Open'
export const unreadOnes = 'Ongelezen'
export const mine = 'Van of aan mij'
export const forDiscipline = 'Voor mijn discipline'
export const all = 'Alle'

export const unsent = 'Nog niet verstuurd'
export const unsentWritten = (when: string) =>
  `Geschreven ${when}. Wordt verstuurd zodra er verbinding is.`
export const sendAgain = 'Opnieuw versturen'
export const discard = 'Weggooien'

export const commentIsHere = 'Hier staat een reactie. Alt+R gaat ernaartoe.'
export const mayNotComment = 'U kunt dit plan lezen, maar er niet op reageren.'
export const notHere = 'Op dit onderdeel kunt u niet reageren.'
export const noneHere = 'Hier staan geen reacties.'

export const sendFailed = 'Versturen is niet gelukt.'

export const agreeWith = (name: string, count: number) =>
  count === 0
    ? `Akkoord met de reactie van ${name}`
    : `Akkoord met de reactie van ${name}: ${count}`
export const askedOf = (discipline: string, day: string | null) =>
  day === null ? `Vraag aan ${discipline}` : `Vraag aan ${discipline}, graag voor ${day}`
export const showEarlier = (count: number) =>
  `Toon ${counted(count, 'eerder antwoord', 'eerdere antwoorden')}`
export const resolvedBy = (name: string, when: string | null) =>
  when === null ? `Afgerond door ${name}` : `Afgerond door ${name} ${when}`
export const unsentCount = (count: number) =>
  `${counted(count, 'reactie is', 'reacties zijn')} nog niet verstuurd`
export const sentCount = (count: number) =>
  count === 1 ? 'Uw reactie is verstuurd.' : `Uw ${count} reacties zijn verstuurd.`

export const placeComment = 'Plaatsen'
export const mentioned = (names: string) => `Genoemd: ${names}`

export const begunList = 'Begonnen reacties'
export const begunCount = (count: number) => counted(count, 'begonnen reactie', 'begonnen reacties')
export const begunNotice = (count: number) =>
  count === 1
    ? 'U begon een reactie en verstuurde die niet.'
    : `U begon ${count} reacties en verstuurde die niet.`
export const goOn = 'Verder schrijven'
