export const chromiumArgs: string[]
export function findChromium(): string | undefined
export function findLibreOffice(): string | undefined
export function ensureChromium(): Promise<string | undefined>
export function ensureLibreOffice(): Promise<string | undefined>
export function findPoppler(): string | undefined
export function ensurePoppler(): Promise<string | undefined>
export function ensurePostgres(): Promise<string | undefined>
