/** A way of writing that a text for users does not have: the reason, and the way to write it instead. */
export interface WordRule {
  name: string
  pattern: RegExp
  instead: string
  why: string
  /** Also in texts for operators: the command line, the settings and the pages of an administrator. */
  isForAll?: true
}

/** A word of its own: not a part of a longer one. `\b` does not know accents. */
const word = (words: string) => new RegExp(`(?<![\\p{L}\\d])(?:${words})(?![\\p{L}\\d])`, 'iu')

const oneWord: readonly WordRule[] = [
  {
    name: 'logboek',
    pattern: /controlespoor|audit ?trail|logbestand|hele spoor/i,
    instead: 'logboek',
    why: 'nobody outside auditing knows the word',
    isForAll: true,
  },
  {
    name: 'controlecode',
    pattern: /controlegetal|checksum|\bhash\b/i,
    instead: 'controlecode',
    why: 'one word for one thing',
  },
  {
    name: 'stilte',
    pattern: /stilteproef/i,
    instead: 'of een stille verbinding open blijft',
    why: 'a made-up word',
  },
  { name: 'indienbaar', pattern: /indienbaar/i, instead: 'u kunt indienen', why: 'a made-up word' },
  {
    name: 'keten',
    pattern: word('keten'),
    instead: 'het logboek',
    why: 'how it is made, not what it is for',
  },
  {
    name: 'spelling',
    pattern: /redactione/i,
    instead: 'alleen spelling verbeterd',
    why: 'jargon of editors',
  },
  {
    name: 'formulier',
    pattern: word('formats?'),
    instead: 'formulier',
    why: 'one word for one thing',
  },
  {
    name: 'geschiedenis',
    pattern: word('versiebeheer|versiegeschiedenis|historie'),
    instead: 'Geschiedenis',
    why: 'one word for one thing',
  },
  {
    name: 'voorgelegd',
    pattern: word('afgesproken versie|akkoordversie|gepresenteerde versie'),
    instead: 'voorgelegde versie, of vastgestelde versie zodra iedereen akkoord is',
    why: 'one name for one thing',
  },
  {
    name: 'vervangen',
    pattern: word('opgevolgd|opvolgen|opvolger'),
    instead: 'vervangen',
    why: 'stiff',
  },
  {
    name: 'vertegenwoordiger',
    pattern: word('wie het mandaat heeft|mandaathouder'),
    instead: 'vertegenwoordiger',
    why: 'not a name of a person',
  },
  {
    name: 'afronden',
    pattern: word('afhandelen|afgehandeld|handelde|resolve'),
    instead: 'afronden',
    why: 'the button says Afronden',
  },
  {
    name: 'mail',
    pattern: word('e-mails?|email|mailtje'),
    instead: 'mail (the address: e-mailadres)',
    why: 'one word for one thing',
  },
  {
    name: 'Wijktafel',
    pattern: word('installaties?|instantie|applicatie|app|tool|systeem|platform'),
    instead: 'deze Wijktafel',
    why: 'one word for one thing',
  },
  {
    name: 'aanvinken',
    pattern: /aankruis|aangekruis/i,
    instead: 'aanvinken',
    why: 'one word for one thing',
  },
  { name: 'nvt', pattern: /n\.v\.t\./i, instead: 'nvt', why: 'as it is typed into a cell' },
  {
    name: 'beheerder',
    pattern: word('administrator|admin|systeembeheer(der)?'),
    instead: 'beheerder',
    why: 'one word for one thing',
  },
  {
    name: 'lid',
    pattern: word('gebruikersaccount|deelnemers?'),
    instead: 'lid, persoon',
    why: 'one word for one thing',
  },
  {
    name: 'einddatum',
    pattern: word('sluitingsdatum|sluiting wijzigen|deadline'),
    instead: 'einddatum, tot en met',
    why: 'one word for one thing',
  },
  { name: 'reservekopie', pattern: word('back-?ups?'), instead: 'reservekopie', why: 'English' },
]

const hardWords: readonly WordRule[] = [
  {
    name: 'ambtelijk',
    pattern: word(
      'middels|teneinde|derhalve|tevens|reeds|dient te|dienen te|omtrent|conform|inzake|ten behoeve van|onderhavige|desgewenst|gaarne|indien|alvorens|zulks|aldus|desalniettemin|met betrekking tot|ten aanzien van|door middel van|geschiedt|diens|welke dien',
    ),
    instead: 'met, om, dus, ook, al, moet, over, als, voordat, van deze persoon',
    why: 'language of civil servants',
  },
  {
    name: 'zij',
    pattern: /download haar|verdwijnt zij|wordt zij van/i,
    instead: 'name the thing',
    why: 'a thing is no woman',
  },
  {
    name: 'riddle',
    pattern:
      /van binnen|hoe het ook heet|akkoord bevonden|staat als ingediend|staat hier alleen nu|naar de plek|neem een nieuw plan/i,
    instead: 'say what is meant',
    why: 'not what one would say',
  },
  {
    name: 'wie as object',
    pattern: /\b(?:kan|mag|alleen|vraag|voor) wie (?!er\b|is\b|de link is|u (?:vraagt|uitnodigt))/i,
    instead: 'name the person',
    why: 'a riddle',
  },
  { name: 'leeg', pattern: /\bleeg: /i, instead: 'Niets ingevuld? Dan …', why: 'no sentence' },
  {
    name: 'afkorting',
    pattern:
      /\b(bijv|evt|m\.b\.v|d\.m\.v|i\.v\.m|t\.a\.v|m\.b\.t|o\.a|resp|incl|excl|max|min|i\.p\.v|a\.u\.b|s\.v\.p)\.(?!\p{L})/iu,
    instead: 'write it out',
    why: 'hard to read, and a screen reader says the letters',
  },
  {
    name: 'en/of',
    pattern: /\ben\/of\b|\bhij\/zij\b/i,
    instead: 'en, of',
    why: 'hard to read aloud',
  },
]

const address: readonly WordRule[] = [
  {
    name: 'u',
    pattern: word('je|jij|jou|jouw|jullie|jezelf'),
    instead: 'u',
    why: 'the product says u to everyone',
    isForAll: true,
  },
  { name: 'exclamation', pattern: /\p{L}!/u, instead: 'a full stop', why: 'calm', isForAll: true },
]

const technical: readonly WordRule[] = [
  {
    name: 'rule code',
    pattern: /(?<![\p{L}\d-])[MZRT]\d{1,2}[a-z]?(?![\p{L}\d-])/u,
    instead: 'leave it out',
    why: 'a number of our own list says nothing to a reader',
  },
  {
    name: 'id',
    pattern: word(
      'ids?|uuid|uid|token|url|uri|endpoint|api|cache|cookie|browsercache|websockets?|payload|timeout|status ?code|sql',
    ),
    instead: 'name what a reader sees',
    why: 'for programmers',
  },
  {
    name: 'English',
    pattern: word(
      'the|and|with|your|you|please|error|loading|failed|success|save|saved|cancel|delete|edit|submit|share|settings|update|updates|feedback|deadline|comment|comments|review|draft|owner|user|login|logout|sign in|check|preview|default|link text|upload|reset|undo|redo|view|viewer|editor|reader|not|this|that',
    ),
    instead: 'the Dutch word',
    why: 'users read Dutch',
  },
]

const signs: readonly WordRule[] = [
  { name: 'double space', pattern: /\S {2,}\S/, instead: 'one space', why: 'typing error' },
  {
    name: 'space before a sign',
    pattern: /\p{L} [,;:.?](?:\s|$)/u,
    instead: 'no space',
    why: 'typing error',
  },
  { name: 'straight quotes', pattern: /"/, instead: '“ ”', why: 'typography' },
  { name: 'straight apostrophe', pattern: /\p{L}'\p{L}|'s\b/u, instead: '’', why: 'typography' },
  { name: 'three dots', pattern: /\.\.\./, instead: '…', why: 'typography' },
  {
    name: 'time',
    pattern: /\b\d{1,2}:\d{2} uur/,
    instead: '17.00 uur',
    why: 'one way to say a moment',
  },
]

export const wordRules: readonly WordRule[] = [
  ...oneWord,
  ...hardWords,
  ...address,
  ...technical,
  ...signs,
]
