// Texts with paragraphs.

export const noTextDocument = 'geen tekstdocument'

/** What a picture shows, where there are words alone. */
export const picture = (alt: string) => (alt === '' ? 'Afbeelding' : `Afbeelding: ${alt}`)
