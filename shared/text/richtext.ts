// Texts with paragraphs.

export const noTextDocument = 'geen tekstdocument'
