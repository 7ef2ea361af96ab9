import { z } from 'zod'
import type { Steps } from '#shared/steps.ts'

/** Number of values in an answer; a smaller answer is written in one step. */
const fewThings = 1_000
/** Work units for checking one part of an answer and for writing one character of it. */
const partUnits = 2
const letterUnits = 0.04

/**
 * An answer as JSON, checked against its contract: a field that the contract does not name is left
 * out, such as the token hash of an invitation. The text equals `JSON.stringify` of the parsed
 * answer, but a large answer is made a part at a time.
 */
export function* writeAnswer(schema: z.ZodType, answer: unknown): Steps<string> {
  if (isSmall(answer)) return JSON.stringify(schema.parse(answer))
  let text = ''
  for (const piece of piecesOf(schema, answer)) {
    text += piece
    yield partUnits + piece.length * letterUnits
  }
  return text
}

export function isSmall(answer: unknown): boolean {
  const open = [answer]
  for (let count = 0; open.length > 0; count++) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    const inside = Array.isArray(value) ? value : Object.values(value)
    if (count + open.length + inside.length > fewThings) return false
    open.push(...inside)
  }
  return true
}

/** Descends into schemas that only contain others; any other value is parsed by its own schema. */
function* piecesOf(schema: z.ZodType, value: unknown): Generator<string, void, undefined> {
  const mayLack = schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
  if (mayLack && value !== undefined && value !== null)
    return yield* piecesOf(schema.unwrap() as z.ZodType, value)
  if (isChecked(schema) || typeof value !== 'object' || value === null)
    return yield leaf(schema, value)
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield index === 0 ? '[' : ','
      yield* piecesOf(schema.element as z.ZodType, item)
    }
    return yield value.length === 0 ? '[]' : ']'
  }
  const members = Array.isArray(value) ? null : propertiesOf(schema, value)
  if (members === null) return yield leaf(schema, value)
  let isFirst = true
  for (const [name, its, member] of members) {
    const start = `${isFirst ? '{' : ','}${JSON.stringify(name)}:`
    if (member === undefined) {
      // An optional field that is absent is left out; a required one is refused by its schema or
      // gets its default.
      const text = JSON.stringify(its.parse(undefined))
      if (text === undefined) continue
      yield start + text
    } else {
      yield start
      yield* piecesOf(its, member)
    }
    isFirst = false
  }
  yield isFirst ? '{}' : '}'
}

type Property = [name: string, schema: z.ZodType, value: unknown]

/**
 * The fields of an object schema or the entries of a record. Only for large values: a small one is
 * written in one step.
 */
function propertiesOf(schema: z.ZodType, value: object): Property[] | null {
  if (isSmall(value)) return null
  const given = value as Readonly<Record<string, unknown>>
  if (schema instanceof z.ZodObject && schema.def.catchall === undefined)
    return Object.entries(schema.shape).map(([name, its]) => [name, its as z.ZodType, given[name]])
  if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodString)
    return Object.entries(given).map(([name, member]) => [
      name,
      schema.valueType as z.ZodType,
      member,
    ])
  return null
}

const isChecked = (schema: z.ZodType): boolean => (schema.def.checks?.length ?? 0) > 0

const leaf = (schema: z.ZodType, value: unknown): string => JSON.stringify(schema.parse(value))
