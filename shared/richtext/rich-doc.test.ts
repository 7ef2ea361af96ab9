import { expect, it } from 'vitest'
import { nodeTypeOf, nodeTypes } from './rich-doc.ts'
import { richTextSchema } from './rich-text-schema.ts'

it('knows every node of the schema, and none else', () => {
  expect(nodeTypes.toSorted()).toEqual(Object.keys(richTextSchema.nodes).toSorted())
  expect(nodeTypeOf({ type: 'table' })).toBe('table')
  expect(nodeTypeOf({ type: 'toString' })).toBe('unknown')
})
