/** A file that is not read, by its code in the error table (shared/errors.ts). */
export class Refusal extends Error {
  /** @param {string} code @param {string} [detail] a sentence about this one file */
  constructor(code, detail) {
    super(code)
    this.code = code
    this.detail = detail
  }
}
