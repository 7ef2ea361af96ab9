// Words on the buttons of many screens: one word for one thing that a user does.

export const cancel = 'Annuleren'
export const close = 'Sluiten'
export const confirm = 'Bevestigen'
export const done = 'Klaar'
export const edit = 'Wijzigen'
export const remove = 'Verwijderen'
export const save = 'Opslaan'
export const signIn = 'Inloggen'
export const signOut = 'Uitloggen'
export const stop = 'Stoppen'
export const withdraw = 'Intrekken'
