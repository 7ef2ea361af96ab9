/** Joins text with the same marks: an office program cuts a sentence wherever its writer paused. */
export function joined(nodes) {
  const result = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (
      node.type === 'text' &&
      last?.type === 'text' &&
      JSON.stringify(node.marks) === JSON.stringify(last.marks)
    )
      result[result.length - 1] = { ...last, text: last.text + node.text }
    else result.push(node)
  }
  return result
}
