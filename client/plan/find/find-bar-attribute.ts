/** Marks the search on the page. */
export const findBarAttribute = 'data-find-bar'
