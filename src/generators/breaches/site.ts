import { below } from '../../contract/pointer.ts';
import type { ValueContext } from '../values/generated.ts';
import { isHidden } from '../values/hidden.ts';
import { namesOf } from '../values/object-values.ts';
import { childOf, childrenOf, referencedSchema, type SchemaAt } from '../values/reference.ts';

/** One step from a schema to another one that describes the same value or a part of it. */
export type Step =
  | { readonly kind: 'reference' | 'then' | 'else' | 'item' | 'additional' }
  | { readonly kind: 'all' | 'any' | 'one' | 'front'; readonly index: number }
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'patterned'; readonly pattern: string; readonly name: string };

/** A schema node as it is reached from the root, and the part of a value that it describes. */
export type Site = { readonly node: SchemaAt; readonly steps: readonly Step[]; readonly instancePath: string };

/** A member name that no document declares by accident. */
export const madeUpName = 'ct-extra';

/** Levels of nested arrays and objects that are examined. */
const deepest = 4;

const mostSites = 400;

type Next = { readonly step: Step; readonly node: SchemaAt; readonly inside?: string | number };

const list = (node: SchemaAt, keyword: string, kind: 'all' | 'any' | 'one'): Next[] =>
  childrenOf(node, keyword).map(([key, child]) => ({ step: { kind, index: Number(key) }, node: child }));

const single = (node: SchemaAt, keyword: string, kind: 'then' | 'else' | 'item' | 'additional', inside?: string | number): Next[] => {
  const child = childOf(node, keyword);
  return child ? [{ step: { kind }, node: child, ...(inside === undefined ? {} : { inside }) }] : [];
};

const nextOf = (document: ValueContext['document'], node: SchemaAt): Next[] => {
  const { schema } = node;
  if (typeof schema === 'boolean') return [];
  const { $ref: ref } = schema;
  const referenced = typeof ref === 'string' ? referencedSchema(document, ref) : undefined;
  const front = childrenOf(node, 'prefixItems');
  return [
    ...(referenced ? [{ step: { kind: 'reference' } as const, node: referenced }] : []),
    ...list(node, 'allOf', 'all'),
    ...list(node, 'anyOf', 'any'),
    ...list(node, 'oneOf', 'one'),
    ...(schema['if'] === undefined ? [] : [...single(node, 'then', 'then'), ...single(node, 'else', 'else')]),
    ...childrenOf(node, 'properties').map(([name, child]) => ({ step: { kind: 'member', name } as const, node: child, inside: name })),
    ...front.map(([key, child]) => ({ step: { kind: 'front', index: Number(key) } as const, node: child, inside: Number(key) })),
    ...single(node, 'items', 'item', front.length),
    ...childrenOf(node, 'patternProperties').flatMap(([pattern, child]): Next[] =>
      namesOf(pattern, 1)
        .slice(0, 1)
        .map((name) => ({ step: { kind: 'patterned', pattern, name }, node: child, inside: name })),
    ),
    ...single(node, 'additionalProperties', 'additional', madeUpName),
  ];
};

/** Every node that can be reached from a schema, once per way to it; recursive schemas are followed once. */
export const sitesOf = ({ document, direction }: Pick<ValueContext, 'document' | 'direction'>, root: SchemaAt): Site[] => {
  const sites: Site[] = [];
  const visit = (site: Site, around: ReadonlySet<unknown>, depth: number): void => {
    if (sites.length >= mostSites || depth > deepest || around.has(site.node.schema)) return;
    sites.push(site);
    for (const { step, node, inside } of nextOf(document, site.node)) {
      if (inside !== undefined && isHidden(document, direction, node.schema)) continue;
      const instancePath = inside === undefined ? site.instancePath : below(site.instancePath, inside);
      const next = { node, steps: [...site.steps, step], instancePath };
      visit(next, new Set([...around, site.node.schema]), inside === undefined ? depth : depth + 1);
    }
  };
  visit({ node: root, steps: [], instancePath: '' }, new Set(), 0);
  return sites;
};
