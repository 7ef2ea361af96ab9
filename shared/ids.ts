/**
 * Row ids come from clients and end up in attributes and addresses, so they are checked whenever a
 * row is read.
 */
export const isRowId = (value: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(value)
