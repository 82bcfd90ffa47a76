import type { Schema } from '../../contract/model.ts';
import type { ValueContext } from './generated.ts';
import { flatten, type FlatPart } from './flatten.ts';
import { negated } from './negated.ts';
import { childOf, childrenOf, type SchemaAt } from './reference.ts';
import type { Unsupported } from './unsupported.ts';

/** One way to meet several schemas: the requirements for a value once a branch of every choice has been taken. */
export type Alternative = readonly FlatPart[];

export type Alternatives = {
  readonly ways: readonly Alternative[];
  /** Nodes that allow no way. */
  readonly closed: readonly string[];
  readonly unsupported: readonly Unsupported[];
  /** There are more ways than are followed. */
  readonly cut: boolean;
};

/** The most combinations of choices that are followed. */
const mostWays = 64;

/** The most combinations that are begun, of which many may turn out to contradict themselves. */
const mostSteps = 1000;

/** The most members of `dependentSchemas` for which both their presence and their absence are tried. */
const mostDependents = 3;

/** Several sides, one of which has to be taken: each a list of schemas that the value then has to match. */
type Choice = { readonly id: string; readonly pointer: string; readonly sides: readonly (readonly SchemaAt[])[] };

const ids = new WeakMap<object, number>();
let lastId = 0;

/** Several nodes that are made for one node have its pointer, so that a pointer does not identify a node. */
const idOf = (schema: object): number => {
  const id = ids.get(schema) ?? (lastId += 1);
  ids.set(schema, id);
  return id;
};

const single = new WeakMap<object, Map<string, SchemaAt>>();

/** A schema that is made for a node, the same object each time. */
const madeFor = ({ schema, pointer }: FlatPart, key: string, make: () => Schema): SchemaAt => {
  const known = single.get(schema) ?? new Map<string, SchemaAt>();
  single.set(schema, known);
  const made = known.get(key) ?? { schema: make(), pointer };
  known.set(key, made);
  return made;
};

/** Ways not to match a schema. They evaluate nothing for the schemas around them (JSON Schema 2020-12, Core section 10.2.1.4). */
const opposites = ({ schema, pointer }: SchemaAt): SchemaAt[] => negated(schema).map((one) => ({ schema: one, pointer }));

/** A schema that no value matches, in a list of one where it is needed. */
const nothing = ({ pointer }: SchemaAt): SchemaAt => ({ schema: false, pointer });

const oneOf = (part: FlatPart, isStrict: boolean): (readonly SchemaAt[])[] => {
  const branches = childrenOf(part, 'oneOf').map(([, child]) => child);
  return branches.flatMap((branch) => {
    const own = { ...branch, within: part.within };
    if (!isStrict) return [[own]];
    const others = branches.filter((other) => other !== branch);
    return [[own, ...others.map((other, n) => madeFor(part, `${branch.pointer} not ${n}`, () => ({ not: other.schema })))]];
  });
};

/** Does it matter what a node evaluates? */
const isCounted = ({ within }: FlatPart): boolean =>
  [...within].some((schema) => Object.hasOwn(schema, 'unevaluatedProperties') || Object.hasOwn(schema, 'unevaluatedItems'));

/** The choices a node offers: branches, both sides of a condition, members present or absent, ways not to match. */
const choicesOf = (part: FlatPart, isStrict: boolean): Choice[] => {
  const { schema, pointer, within } = part;
  const choices: Choice[] = [];
  const offer = (keyword: string, sides: Choice['sides']): void => {
    choices.push({ id: `${idOf(schema)} ${keyword}`, pointer, sides });
  };
  const inPlace = (node: SchemaAt | undefined): SchemaAt[] => (node ? [{ ...node, within }] : []);
  if (Array.isArray(schema['anyOf'])) {
    const branches = childrenOf(part, 'anyOf').map(([, child]) => inPlace(child));
    // What several branches evaluate together may be needed.
    const together = isCounted(part) && branches.length > 1 ? [branches.flat()] : [];
    offer('anyOf', [...branches, ...together]);
  }
  if (Array.isArray(schema['oneOf'])) offer('oneOf', oneOf(part, isStrict));
  const condition = childOf(part, 'if');
  if (condition) {
    const [then, otherwise] = [inPlace(childOf(part, 'then')), inPlace(childOf(part, 'else'))];
    const outside = isStrict ? opposites(condition) : [madeFor(part, 'not if', () => ({ not: condition.schema }))];
    offer('if', [[...inPlace(condition), ...then], ...outside.map((one) => [one, ...otherwise])]);
  }
  const dependents = isStrict || isCounted(part) ? childrenOf(part, 'dependentSchemas') : [];
  for (const [name, child] of dependents.slice(0, mostDependents)) {
    const absent = madeFor(part, `without ${name}`, () => ({ properties: { [name]: false } }));
    const present = madeFor(part, `with ${name}`, () => ({ type: 'object', required: [name] }));
    offer(`dependentSchemas ${name}`, [[absent], [present, ...inPlace(child)]]);
  }
  const not = childOf(part, 'not');
  const ways = not ? opposites(not) : [];
  if (not && ways.length === 0) offer('not', [[nothing(not)]]);
  else if (isStrict) {
    // What is only the same `not` again tells nothing new.
    if (ways.some(({ schema: one }) => typeof one === 'boolean' || one['not'] === undefined || Object.keys(one).length > 1)) {
      offer(
        'not',
        ways.map((one) => [one]),
      );
    }
  }
  return choices;
};

/**
 * Takes each branch of every choice in turn. A branch may contain choices of its own.
 * @param isStrict What must not match is turned into what must: beside a branch of `oneOf` the negations of all others are taken, and ways
 *   to break a schema under `not`. Otherwise only the finished value shows it, which is found sooner where most values are right.
 */
export const alternatives = (document: ValueContext['document'], nodes: readonly SchemaAt[], isStrict = false): Alternatives => {
  const ways: Alternative[] = [];
  const closed: string[] = [];
  const unsupported: Unsupported[] = [];
  let cut = false;
  let steps = 0;

  const follow = (taken: readonly SchemaAt[], decided: ReadonlySet<string>): void => {
    steps += 1;
    if (ways.length >= mostWays || steps > mostSteps) {
      cut = true;
      return;
    }
    const flat = flatten(document, taken);
    if (flat.kind === 'unsatisfiable') closed.push(...flat.why);
    if (flat.kind === 'unsupported') unsupported.push(flat);
    if (flat.kind !== 'flat') return;
    const open = flat.parts.flatMap((part) => choicesOf(part, isStrict)).find(({ id }) => !decided.has(id));
    if (!open) {
      ways.push(flat.parts);
      return;
    }
    if (open.sides.length === 0) closed.push(open.pointer);
    for (const side of open.sides) follow([...taken, ...side], new Set([...decided, open.id]));
  };

  follow(nodes, new Set());
  return { ways, closed: [...new Set(closed)], unsupported, cut };
};
