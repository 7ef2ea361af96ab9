import { parseSync } from 'vite'

/** One text that a user can meet. An expression in it is `{…}`. */
export interface UserText {
  path: string
  line: number
  text: string
  /** It stands where nothing but words for people can stand: in an element, or in an attribute that is seen or heard. */
  isDrawn: boolean
}

type Field =
  | 'alternate'
  | 'arguments'
  | 'body'
  | 'callee'
  | 'children'
  | 'computed'
  | 'consequent'
  | 'declaration'
  | 'elements'
  | 'expression'
  | 'expressions'
  | 'key'
  | 'left'
  | 'name'
  | 'object'
  | 'openingElement'
  | 'operator'
  | 'property'
  | 'quasi'
  | 'quasis'
  | 'returnType'
  | 'right'
  | 'test'
  | 'typeAnnotation'
  | 'typeName'
  | 'value'
/** A node of the syntax tree, of whatever type. */
type Node = { type: string; start: number } & { [field in Field]?: unknown }

/** Attributes of elements and of our components with a text that a user sees or hears. */
const technicalAttributes =
  /^(className|class|id|key|href|to|src|rel|target|type|role|name|htmlFor|slot|form|lang|dir|style|accept|method|inputMode|enterKeyHint|autoComplete|autoCapitalize|placement|tone|variant|kind|d|viewBox|transform|points|translate|spellCheck|aria-(keyshortcuts|live|labelledby|describedby|controls|haspopup|current|owns|activedescendant|autocomplete|relevant|errormessage|details)|data-.*)$/

/** Attributes that are words for people and nothing else. */
const spokenAttributes =
  /^(title|alt|lead|caption|heading|hint|description|error|aria-(label|description|placeholder|roledescription|valuetext))$|^(label|placeholder|text)$|(Label|Title|Text|Placeholder)$/

/** Calls whose texts are for developers and operators: English, checked by no list of Dutch words. */
const technicalCalls =
  /^(Error|TypeError|RangeError|DOMException|URL|URLSearchParams|RegExp|invariant|invariantOf|sql|require|warn|info|error|debug|log|fatal|fail|sqlTag|querySelector|querySelectorAll|closest|matches|getElementById|createElement|setAttribute|getAttribute|addEventListener|removeEventListener|split|startsWith|endsWith|includes|indexOf|digest|DateTimeFormat|NumberFormat|Collator|PluralRules|Segmenter|raw)$/

/** Properties whose texts are for developers: the OpenAPI page and reasons of limits. */
const technicalProperties = /^(summary|description|operationId|why|className|media|sql|tag)$/

/** A class, an id or a property of a style: `button--quiet`, `line-{…}`, `{…}-hulp`, `var({…}-x)`. */
const madeName =
  /^(?:var\(.*\)|\{…\}-[a-z-]+|[a-z]+-\{…\})$|(?:^|\s)[a-z-]+(?:--|__)(?:[a-z]|\{…\})/

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const nodesIn = (value: unknown): Node[] => (Array.isArray(value) ? value : [value]).filter(isNode)

/** The texts of one module. */
export function collectTexts(path: string, code: string): UserText[] {
  const found: UserText[] = []
  const { program, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const lineOf = (offset: number) => code.slice(0, offset).split('\n').length
  const add = (node: Node, text: string, isDrawn = false) => {
    const clean = text.trim()
    if (/\p{L}{2}/u.test(clean.replaceAll('{…}', '')) && !madeName.test(clean))
      found.push({ path, line: lineOf(node.start), text: clean, isDrawn })
  }

  const visitAll = (values: unknown) => {
    for (const node of nodesIn(values)) visit(node)
  }
  const visitFields = (node: Node) => {
    for (const [key, value] of Object.entries(node)) if (key !== 'parent') visitAll(value)
  }
  const visit = (node: Node): void => {
    if (node.type.startsWith('TS')) {
      // A cast has an expression in it; a type has none.
      if (isNode(node.expression)) visit(node.expression)
      return
    }
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
        return
      case 'ExportNamedDeclaration':
        return visitAll(node.declaration)
      case 'Literal':
        if (typeof node.value === 'string') add(node, node.value)
        return
      case 'TemplateLiteral':
        add(node, templateText(node))
        return visitAll(node.expressions)
      case 'TaggedTemplateExpression':
        return visitAll((node.quasi as Node).expressions)
      case 'Property':
        if (node.computed === true) visitAll(node.key)
        if (technicalProperties.test(nameOf(node.key))) return
        return visitAll(node.value)
      case 'MemberExpression':
        return visitAll(node.object)
      case 'SwitchCase':
        return visitAll(node.consequent)
      case 'BinaryExpression':
        if (/^[=!]==?$|^in$|^instanceof$|^[<>]/.test(String(node.operator))) {
          for (const side of nodesIn([node.left, node.right]))
            if (side.type !== 'Literal') visit(side)
          return
        }
        return visitFields(node)
      case 'CallExpression':
      case 'NewExpression': {
        const name = nameOf(node.callee)
        visitAll(node.callee)
        if (technicalCalls.test(name)) {
          for (const argument of nodesIn(node.arguments))
            if (
              !['Literal', 'TemplateLiteral', 'ConditionalExpression', 'BinaryExpression'].includes(
                argument.type,
              )
            )
              visit(argument)
          return
        }
        return visitAll(node.arguments)
      }
      case 'JSXAttribute':
        if (technicalAttributes.test(nameOf(node.name))) return
        return isNode(node.value) && spokenAttributes.test(nameOf(node.name))
          ? visitDrawn(node.value)
          : visitAll(node.value)
      case 'JSXElement':
      case 'JSXFragment': {
        visitAll(node.openingElement)
        const inline = inlineText(node)
        if (inline !== '') add(node, inline, true)
        for (const child of nodesIn(node.children)) {
          if (child.type === 'JSXText') continue
          // A string alone in braces is part of the sentence around it.
          visitWithin(child, inline !== '')
        }
        return
      }
      case 'ArrowFunctionExpression':
        // Of a `Sentence`, the parts are one text.
        if (isNode(node.body) && node.body.type === 'ArrayExpression' && isSentence(node))
          return add(node.body, sentenceText(node.body))
        return visitFields(node)
      case 'JSXText':
        return add(node, jsxText(node), true)
      default:
        visitFields(node)
    }
  }
  const visitWithin = (node: Node, isTold: boolean) => {
    if (isTold && node.type === 'JSXElement') {
      visitAll(node.openingElement)
      for (const child of nodesIn(node.children))
        if (child.type !== 'JSXText') visitWithin(child, true)
      return
    }
    if (isTold && node.type === 'JSXExpressionContainer' && isLiteral(node.expression)) return
    if (node.type === 'JSXExpressionContainer') visitDrawn(node)
    else visit(node)
  }
  /** The values that an expression can have, each of which is drawn. */
  const visitDrawn = (node: Node): void => {
    switch (node.type) {
      case 'JSXExpressionContainer':
        if (isNode(node.expression)) visitDrawn(node.expression)
        return
      case 'Literal':
        if (typeof node.value === 'string') add(node, node.value, true)
        return
      case 'TemplateLiteral':
        add(node, templateText(node), true)
        return visitAll(node.expressions)
      case 'ConditionalExpression':
        visitAll(node.test)
        for (const branch of nodesIn([node.consequent, node.alternate])) visitDrawn(branch)
        return
      case 'LogicalExpression':
        visitAll(node.left)
        if (isNode(node.right)) visitDrawn(node.right)
        return
      default:
        visit(node)
    }
  }
  visit(program as unknown as Node)
  return found
}

const isLiteral = (node: unknown) => isNode(node) && node.type === 'Literal'

/** The words of an element and of those in it: a sentence is often split by a link or a bold word. Empty without own words. */
function inlineText(node: Node): string {
  const children = nodesIn(node.children)
  const hasWords = children.some((child) => child.type === 'JSXText' && /\S/.test(jsxText(child)))
  if (!hasWords) return ''
  return children.map(partText).join('')
}

function partText(node: Node): string {
  switch (node.type) {
    case 'JSXText':
      return jsxText(node)
    case 'JSXElement':
    case 'JSXFragment':
      return nodesIn(node.children).map(partText).join('')
    case 'JSXExpressionContainer':
      return isNode(node.expression) && node.expression.type === 'Literal'
        ? String(node.expression.value)
        : isNode(node.expression) && node.expression.type === 'JSXEmptyExpression'
          ? ''
          : '{…}'
    default:
      return '{…}'
  }
}

/** As React draws it: lines are joined by one space, and those without words fall away. */
function jsxText(node: Node): string {
  const lines = String(node.value).split('\n')
  return lines
    .map((line, index) => {
      const start = index === 0 ? line : line.trimStart()
      return index === lines.length - 1 ? start : start.trimEnd()
    })
    .filter((line, index) => line !== '' || (lines.length === 1 && index === 0))
    .join(' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
}

const isSentence = ({ returnType }: Node) =>
  isNode(returnType) &&
  isNode(returnType.typeAnnotation) &&
  nameOf(returnType.typeAnnotation.typeName) === 'Sentence'

function sentenceText(array: Node): string {
  return nodesIn(array.elements)
    .map((part) => {
      if (part.type === 'Literal') return String(part.value)
      if (part.type === 'TemplateLiteral') return templateText(part)
      const [words] = part.type === 'CallExpression' ? nodesIn(part.arguments) : []
      return words?.type === 'Literal' ? String(words.value) : '{…}'
    })
    .join('')
}

function templateText(node: Node): string {
  return (node.quasis as { value: { cooked: string } }[])
    .map(({ value }) => value.cooked)
    .join('{…}')
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'MemberExpression') return nameOf(node.property)
  return String(node.name ?? node.value ?? '')
}
