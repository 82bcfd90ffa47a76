import { type Location, locationKey } from '../../model/location.ts';
import type { Contract } from '../model.ts';
import { type Pattern } from '../pattern/pattern.ts';
import type { Direction } from './same-value.ts';
import { type Shape, shapeAt } from './shape.ts';
import type { Ruling } from './validator.ts';

/**
 * A schema node with its location. Its assertions are shared (see `Shape`); the location decides the owner. Children are made on first use,
 * because schemas may refer to themselves. A node keeps one identity, so its owner is looked up once. It is a class because there are many
 * nodes, and few ever need their children.
 */
export class SchemaNode {
  readonly location: Location;
  readonly shape: Shape;
  #children: Children | undefined;

  constructor(location: Location, shape: Shape) {
    this.location = location;
    this.shape = shape;
  }

  /** See {@link Shape.judges}. */
  get judges(): boolean {
    return this.shape.judges;
  }

  /** See {@link Shape.isAbout}. */
  isAbout(value: unknown): boolean {
    return this.shape.isAbout(value);
  }

  get required(): readonly string[] {
    return this.shape.required;
  }

  /** The node that `$ref` names, which judges the same value. */
  get referenced(): SchemaNode | undefined {
    return this.children.referenced;
  }

  /** The nodes of `allOf`, which judge the same value. */
  get branches(): readonly SchemaNode[] {
    return this.children.branches;
  }

  get condition(): Children['condition'] {
    return this.children.condition;
  }

  get properties(): ReadonlyMap<string, SchemaNode> {
    return this.children.properties;
  }

  get patterns(): Children['patterns'] {
    return this.children.patterns;
  }

  get additional(): SchemaNode | undefined {
    return this.children.additional;
  }

  get prefix(): readonly SchemaNode[] {
    return this.children.prefix;
  }

  get items(): SchemaNode | undefined {
    return this.children.items;
  }

  /** All nodes below it at once. */
  get children(): Children {
    return (this.#children ??= childrenOf(this));
  }
}

/** The nodes below a node: for the same value, or for something inside it. */
export type Children = {
  readonly referenced: SchemaNode | undefined;
  readonly branches: readonly SchemaNode[];
  readonly condition:
    | {
        /** Judges the `if` of the condition. */
        readonly judge: (value: unknown, direction: Direction) => Ruling;
        readonly then: SchemaNode | undefined;
        readonly otherwise: SchemaNode | undefined;
      }
    | undefined;
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly patterns: readonly { readonly pattern: Pattern; readonly node: SchemaNode }[];
  readonly additional: SchemaNode | undefined;
  readonly prefix: readonly SchemaNode[];
  readonly items: SchemaNode | undefined;
};

const childrenOf = ({ location, shape }: SchemaNode): Children => {
  const { children } = shape;
  const node = (child: Shape): SchemaNode =>
    new SchemaNode({ operation: location.operation, way: [...location.way, child.pointer] }, child);
  const maybe = (child: Shape | undefined): SchemaNode | undefined => child && node(child);
  const { condition } = children;
  return {
    referenced: maybe(children.referenced),
    branches: children.branches.map(node),
    condition: condition && {
      judge: (value, direction) => condition.judge(value, direction, shape.hiddenNames(direction)),
      then: maybe(condition.then),
      otherwise: maybe(condition.otherwise),
    },
    properties: new Map(Array.from(children.properties, ([name, child]) => [name, node(child)])),
    patterns: children.patterns.map(({ pattern, node: child }) => ({ pattern, node: node(child) })),
    additional: maybe(children.additional),
    prefix: children.prefix.map(node),
    items: maybe(children.items),
  };
};

type Tree = { readonly byKey: Map<string, SchemaNode>; readonly byLocation: WeakMap<Location, SchemaNode> };

const trees = new WeakMap<Contract['document'], Tree>();

/** The node of a schema at a location, the same object for the same location. */
export const schemaNode = (document: Contract['document'], location: Location): SchemaNode => {
  const tree: Tree = trees.get(document) ?? { byKey: new Map(), byLocation: new WeakMap() };
  trees.set(document, tree);
  const { byKey, byLocation } = tree;
  // Each answer asks for the same few, and a key takes longer to make than to be found.
  const before = byLocation.get(location);
  if (before) return before;
  const key = locationKey(location);
  const node = byKey.get(key) ?? new SchemaNode(location, shapeAt(document, location.way.at(-1) ?? '#'));
  byKey.set(key, node);
  byLocation.set(location, node);
  return node;
};

/** The side of a condition that applies to a value; undefined where there is none, or where the value could not be judged. */
export const sideOf = ({ then, otherwise }: NonNullable<Children['condition']>, ruling: Ruling): SchemaNode | undefined => {
  if (ruling.kind === 'unknown') return undefined;
  return ruling.kind === 'match' ? then : otherwise;
};

/** The nodes that describe the same value: the node, what it refers to, and its `allOf` branches. */
export const samePart = (node: SchemaNode): SchemaNode[] => [
  node,
  ...(node.referenced ? samePart(node.referenced) : []),
  ...node.branches.flatMap(samePart),
];
