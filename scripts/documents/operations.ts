import type { Json } from '../../src/front-end/operation.ts'
import type { OpenApiDocument, OperationObject } from '../../src/front-end/openapi.ts'

export interface DescribedOperation {
  readonly path: string
  /** In small letters. */
  readonly method: string
  readonly operation: OperationObject
  /** The codes that it refuses with. */
  readonly codes: readonly string[]
}

/** Every operation, in the order of the document. */
export const operationsOf = (document: OpenApiDocument): DescribedOperation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method,
      operation,
      codes: Object.values(operation.responses).flatMap((response) => codesOf(resolved(document, response))),
    })),
  )

const codesOf = ({ content }: OperationObject['responses'][string]): string[] => {
  const [, { properties } = {}] = (content?.['application/problem+json']?.schema?.allOf ?? []) as {
    properties?: { code?: { enum?: string[] } }
  }[]
  return properties?.code?.enum ?? []
}

/** The node itself, or what its `$ref` stands for. */
export function resolved<Node extends object>(document: OpenApiDocument, node: Node): Node {
  const ref = (node as { $ref?: unknown }).$ref
  if (typeof ref !== 'string') return node
  const found = ref
    .slice('#/'.length)
    .split('/')
    .reduce<Json>((at, key) => at[key] as Json, document as unknown as Json) // a document is JSON all the way
  return resolved(document, found as Node) // a reference stands for a node of its own kind
}
