import { type Block, contentOfBlock } from './blocks.ts'
import type { Format } from './definition.ts'
import type { BlockContent } from './kinds/block-kind.ts'
import type { Table } from './kinds/table-schema.ts'
import type { ValueDefinition } from './kinds/values.ts'

/** Every block of a format with its section. */
export function* blocksOf(
  format: Format,
): Generator<{ section: Format['sections'][number]; block: Block }> {
  for (const section of format.sections)
    for (const block of section.blocks) yield { section, block }
}

/** Every table of a format, questionnaires included. */
export function tablesOf(format: Format): Table[] {
  return heldIn(format, 'tables')
}

export function tableOf(format: Format, id: string): Table | undefined {
  return tablesOf(format).find((table) => table.id === id)
}

/** Ids of the rich text fields outside tables. */
export function fieldIdsOf(format: Format): string[] {
  return heldIn(format, 'fields')
}

/** Every single value of a format: the possible keys of the root map `values`. */
export function valuesOf(format: Format): ValueDefinition[] {
  return heldIn(format, 'values')
}

function heldIn<Part extends keyof BlockContent>(
  format: Format,
  part: Part,
): NonNullable<BlockContent[Part]>[number][] {
  const found: NonNullable<BlockContent[Part]>[number][] = []
  for (const { section, block } of blocksOf(format))
    for (const one of contentOfBlock(block, block.label ?? section.title)[part] ?? [])
      found.push(one)
  return found
}
