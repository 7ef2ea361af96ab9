/**
 * A sentence that has elements in it, such as a link: its text gives the parts in the order of its
 * language, and the screen gives the elements. `client/ui/sentence.tsx` draws it.
 */
export type Sentence<Element> = readonly (string | Element)[]
