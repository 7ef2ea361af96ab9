import type { ErrorRow } from './error-row.ts'

/** The refusals of sign-in, invitations, and actions beyond the reach of a session. */
export const signInRefusals = {
  'not-signed-in': {
    status: 401,
    close: 4401,
    text: 'U bent niet (meer) ingelogd. Vraag een nieuwe inloglink aan.',
  },
  'link-invalid': {
    status: 410,
    text: 'Deze inloglink is verlopen of al gebruikt. Vraag een nieuwe link aan.',
  },
  'passkey-refused': {
    status: 403,
    text: 'Deze passkey is niet aangenomen. Probeer het opnieuw, of log op een andere manier in.',
  },
  'passkey-unknown': {
    status: 404,
    text: 'Deze passkey hoort bij geen account (meer). Kies een andere passkey, of log op een andere manier in.',
  },
  // Of a device, before the server is asked.
  'passkey-not-made': {
    status: 403,
    text: 'Er is geen passkey gemaakt: het venster is gesloten, de tijd was om of het apparaat herkende u niet. Probeer het opnieuw, of maak later een passkey bij “Uw gegevens”.',
  },
  'passkey-not-used': {
    status: 403,
    text: 'U bent niet ingelogd: het venster is gesloten, de tijd was om of op dit apparaat staat geen passkey voor Wijktafel. Probeer het opnieuw, of log op een andere manier in.',
  },
  'passkey-exists': {
    status: 409,
    text: 'Op dit apparaat heeft u al een passkey. U kunt die gebruiken om in te loggen.',
  },
  'passkey-no-lock': {
    status: 409,
    text: 'Dit apparaat kan geen passkey bewaren, of heeft geen schermvergrendeling. Stel op het apparaat een pincode, vingerafdruk of gezicht in, of gebruik een ander apparaat.',
  },
  'passkey-not-here': {
    status: 409,
    text: 'Passkeys werken niet op dit adres van Wijktafel. Open Wijktafel op het adres uit uw uitnodiging, of log op een andere manier in.',
  },
  'passkey-device': {
    status: 409,
    text: 'Dit apparaat werkt hier niet met een passkey. Gebruik een telefoon of een beveiligingssleutel, of log op een andere manier in.',
  },
  'oidc-off': {
    status: 404,
    text: 'Inloggen via een organisatie staat hier niet aan. Log op een andere manier in.',
  },
  'oidc-away': {
    status: 503,
    text: 'De inlogdienst van de organisatie antwoordt nu niet. Probeer het over een paar minuten opnieuw, of log op een andere manier in.',
  },
  'oidc-nonsense': {
    status: 503,
    text: 'De inlogdienst van de organisatie geeft antwoorden die niet kloppen. Waarschuw de beheerder, en log zolang op een andere manier in.',
  },
  'oidc-begin-again': {
    status: 409,
    text: 'Dit inloggen is verlopen, al gebruikt of in een andere browser begonnen. Begin opnieuw.',
  },
  'oidc-refused': {
    status: 403,
    text: 'Het antwoord van de inlogdienst is niet aangenomen. Begin opnieuw; blijft het misgaan, waarschuw dan de beheerder.',
  },
  'oidc-cancelled': {
    status: 403,
    text: 'U bent bij de organisatie niet ingelogd, of die gaf geen toestemming. Probeer het opnieuw, of vraag de helpdesk van uw organisatie.',
  },
  'oidc-unknown': {
    status: 403,
    text: 'Uw organisatie-account is hier nog niet bekend. Open de uitnodiging die u kreeg, of log in op een andere manier en koppel het bij “Uw gegevens”.',
  },
  'oidc-address-known': {
    status: 409,
    text: 'Met het e-mailadres van uw organisatie bestaat hier al een account. Log in zoals u dat gewend bent, en koppel uw organisatie-account bij “Uw gegevens”.',
  },
  'oidc-linked-elsewhere': {
    status: 409,
    text: 'Dit organisatie-account hoort al bij een ander account. Log daarmee in, of vraag de beheerder.',
  },
  'change-elsewhere': {
    status: 409,
    text: 'Deze link bevestigt een e-mailadres. Open hem in de browser waarin u bent ingelogd.',
  },
  'invite-invalid': {
    status: 410,
    text: 'Deze uitnodiging is verlopen, al gebruikt of ingetrokken. Vraag de coördinator om een nieuwe.',
  },
  'invite-over': {
    status: 409,
    text: 'Deze uitnodiging is intussen gebruikt of ingetrokken. Kijk in de lijst wie er is en nodig zo nodig opnieuw uit.',
  },
  'invite-other-email': {
    status: 409,
    text: 'Deze uitnodiging is voor een ander e-mailadres. Gebruik het adres waarop u bent uitgenodigd.',
  },
  'email-in-use': {
    status: 409,
    text: 'Dit e-mailadres hoort bij een ander account. Gebruik een ander adres, of log in met dat account.',
  },
  'sign-in-first': {
    status: 409,
    text: 'Met dit e-mailadres bestaat al een account. Log eerst in zoals u dat gewend bent; daarna kunt u de uitnodiging aannemen.',
  },
  'session-limited': {
    status: 403,
    text: 'U bent ingelogd met een link die iemand u doorgaf. Daarmee kan dit niet. Log in op uw eigen manier, of vraag de beheerder.',
  },
  'merge-over': {
    status: 410,
    text: 'Dit voorstel om accounts samen te voegen is verlopen, ingetrokken of al afgerond. Zijn het er nog steeds twee? Vraag de beheerder om een nieuw voorstel.',
  },
  'merge-open': {
    status: 409,
    text: 'Voor een van deze twee accounts loopt al een voorstel om samen te voegen. Wacht tot het is bevestigd, of trek het in.',
  },
  'merge-admin': {
    status: 409,
    text: 'Het account van een beheerder kan niet worden samengevoegd: een ander account zou er de rechten van krijgen. Nodig het account van de beheerder uit voor de plannen van het andere.',
  },
  'merge-unproven': {
    status: 409,
    text: 'Het e-mailadres van het account dat blijft, is nog niet bevestigd. Begin bij het andere account, of laat deze persoon eerst inloggen met een link per mail.',
  },
  'merge-handed': {
    status: 403,
    text: 'U bent ingelogd met een link die iemand u doorgaf. Daarmee kunt u dit niet bevestigen. Log in op uw eigen manier. Kan dat niet? Vraag een link aan een coördinator van alle plannen van dit account, die het voorstel niet zelf deed.',
  },
  'admin-only': { status: 403, text: 'Alleen een beheerder van deze Wijktafel kan dit.' },
  'address-unproven': {
    status: 409,
    text: 'Het is niet zeker dat dit e-mailadres van deze persoon is. Laat die eerst inloggen met een link die naar dat adres is gemaild, of kies een lid van het plan.',
  },
  'person-not-found': {
    status: 404,
    text: 'Met dit e-mailadres is er geen account. Controleer het adres.',
  },
} as const satisfies Record<string, ErrorRow>
