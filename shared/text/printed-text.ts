/** Texts of an exported document that are neither the form's nor the plan's. */
export const printedText = {
  tableGoesOn: 'Deze tabel is te breed voor één bladzijde. De andere kolommen staan hieronder.',
  tableAbout: (name: string, columns: string) =>
    `Tabel ‘${name}’${columns === '' ? '' : `, met ${columns}`}.`,
  contents: 'Inhoud',
  missingLetters: (missing: number, standIn: string) =>
    missing === 1
      ? `Let op: 1 teken kan in een pdf niet worden afgedrukt en staat hier als ${standIn}. In het Word-bestand staat het wel.`
      : `Let op: ${missing} tekens kunnen in een pdf niet worden afgedrukt en staan hier als ${standIn}. In het Word-bestand staan ze wel.`,
  facts: {
    wijk: 'Wijk',
    team: 'Team',
    period: 'Periode',
    status: 'Status',
    version: 'Versie',
    generatedAt: 'Stand van',
    seq: 'Wijziging',
    form: 'Formulier',
  },
}
