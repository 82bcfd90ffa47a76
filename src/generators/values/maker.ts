import { type Alternative, alternatives } from './alternatives.ts';
import { conjunction } from './conjunction.ts';
import { flatten } from './flatten.ts';
import type { Note, ValueContext } from './generated.ts';
import { hiddenNames, isHidden } from './hidden.ts';
import type { Inside } from './inside.ts';
import { createJudge } from './judge/create-judge.ts';
import { firstOrAny, type Made, unsatisfiable } from './made.ts';
import type { SchemaAt } from './reference.ts';
import { anyRules } from './rules/any-rules.ts';
import type { Unsupported } from './unsupported.ts';
import { wayValues } from './way-values.ts';

/** Where a value is made: how deep, and, once only what is needed is made, which schemas are being met around it. */
type Level = { readonly depth: number; readonly onTheWay: ReadonlySet<string> | undefined };

export type Maker = {
  /** Values that match several schemas at once. */
  make(nodes: readonly SchemaAt[]): Made;
  judge(nodes: readonly SchemaAt[], value: unknown): boolean;
  readonly notes: readonly Note[];
};

const usualDepth = 3;

const counters = ['unevaluatedProperties', 'unevaluatedItems'] as const;

/**
 * Keywords of a way that depend on what is evaluated, so that several branches at once may allow what none allows alone. None where the
 * way allows no type of value.
 */
const countingParts = (way: Alternative): { readonly pointer: string; readonly keyword: string }[] =>
  anyRules(way).types.size === 0
    ? []
    : way.flatMap(({ schema, pointer }) =>
        counters.filter((keyword) => schema[keyword] !== undefined).map((keyword) => ({ pointer, keyword })),
      );

/** Among the ways that were not followed there may be one that can be met. */
const tooMany = ({ schema, pointer }: SchemaAt = { schema: true, pointer: '#' }): Unsupported => {
  const keyword = ['anyOf', 'oneOf', 'if', 'not', 'dependentSchemas'].find(
    (one) => typeof schema !== 'boolean' && schema[one] !== undefined,
  );
  return { kind: 'unsupported', pointer, keyword: keyword ?? 'allOf', reason: 'there are more ways to meet its choices than are tried' };
};

/** The most locations that are examined before a schema counts as too large. */
const mostLocations = 20_000;

/**
 * Makes values for the schemas of a document. Optional parts are made down to a depth; below it only what a finite value needs, and there a
 * schema that can be met only through itself cannot be met at all.
 */
export const createMaker = (
  { document, direction, depth: deepest = usualDepth }: ValueContext,
  { hasFormats }: { readonly hasFormats: boolean },
): Maker => {
  const judges = [createJudge({ document, direction })];
  // Inside a `not` or an `if` it matters whether a format is asserted: a value has to match both ways.
  if (hasFormats) judges.push(createJudge({ document, direction, formats: false }));
  const notes = new Map<string, Note>();
  const ids = new Map<unknown, number>();
  const known = new Map<string, Made>();
  let locations = 0;

  const judge: Maker['judge'] = (nodes, value) => nodes.every(({ schema }) => judges.every((judgeOne) => judgeOne(schema, value)));
  const note = (pointer: string, text: string): void => {
    notes.set(`${pointer} ${text}`, { pointer, note: text });
  };
  const idOf = (schema: unknown): number => {
    const id = ids.get(schema) ?? ids.size;
    ids.set(schema, id);
    return id;
  };
  /** The same key for the same schemas, in any order. */
  const keyOf = (nodes: readonly SchemaAt[]): string =>
    [...new Set(nodes.map(({ schema }) => idOf(schema)))].sort((a, b) => a - b).join(' ');

  const below = ({ depth, onTheWay }: Level, key: string): Level => {
    if (onTheWay) return { depth: depth + 1, onTheWay: new Set([...onTheWay, key]) };
    return { depth: depth + 1, onTheWay: depth + 1 > deepest ? new Set() : undefined };
  };

  const insideOf = (level: Level, key: string): Inside => ({
    depth: level.depth,
    minimal: level.onTheWay !== undefined,
    make: (nodes) => make(nodes, below(level, key)),
    judge,
    isHidden: (nodes) => nodes.some(({ schema }) => isHidden(document, direction, schema)),
    hiddenIn: (nodes) => new Set(nodes.flatMap(({ schema }) => [...hiddenNames(document, direction, schema)])),
    note,
  });

  const make = (nodes: readonly SchemaAt[], level: Level): Made => {
    const key = keyOf(nodes);
    if (level.onTheWay?.has(key)) return unsatisfiable(nodes.map(({ pointer }) => pointer));
    const location = level.onTheWay ? `least ${key}` : `${level.depth} ${key}`;
    const made = known.get(location);
    if (made) return made;
    locations += 1;
    if (locations > mostLocations) {
      return {
        kind: 'unsupported',
        pointer: nodes[0]?.pointer ?? '#',
        keyword: '$ref',
        reason: `more than ${mostLocations} locations are below it`,
      };
    }
    const fresh = makeAnew(nodes, insideOf(level, key));
    // What is impossible here may be possible where fewer schemas are being met around it.
    if (!level.onTheWay || fresh.kind === 'ok') known.set(location, fresh);
    return fresh;
  };

  const makeAnew = (nodes: readonly SchemaAt[], inside: Inside): Made => {
    notePrinted(nodes);
    const usual = takeWays(nodes, inside, false);
    if (usual.kind !== 'unsupported') return usual;
    const strict = takeWays(nodes, inside, true);
    return strict.kind === 'unsupported' ? usual : strict;
  };

  const takeWays = (nodes: readonly SchemaAt[], inside: Inside, isStrict: boolean): Made => {
    const { ways, closed, unsupported, cut } = alternatives(document, nodes, isStrict);
    if (cut) note(nodes[0]?.pointer ?? '#', `only the first ${ways.length} ways to meet its choices are taken`);
    const several: readonly Made[] = [...ways.map((way) => wayValues(conjunction(way), inside)), ...unsupported];
    const joined = firstOrAny(several, inside.minimal);
    if (joined.kind === 'unsatisfiable') {
      const counting = ways.length < 2 ? undefined : ways.flatMap(countingParts)[0];
      if (cut) return tooMany(nodes[0]);
      if (counting) return { ...counting, kind: 'unsupported', reason: 'no value was found, but several branches at once may allow one' };
      return unsatisfiable([...joined.why, ...closed]);
    }
    for (const one of joined.kind === 'ok' ? several : []) {
      if (one.kind === 'unsupported') note(one.pointer, `${one.keyword}: ${one.reason}, so this way is never taken`);
    }
    return joined;
  };

  /** Notes printed values that do not match: mistakes in the document. */
  const notePrinted = (nodes: readonly SchemaAt[]): void => {
    const flat = flatten(document, nodes);
    if (flat.kind !== 'flat') return;
    for (const { value, pointer } of anyRules(flat.parts).printed) {
      if (!judge(nodes, value)) note(pointer, 'the printed value does not match its schema');
    }
  };

  return {
    make: (nodes) => make(nodes, { depth: 0, onTheWay: undefined }),
    judge,
    get notes() {
      return [...notes.values()];
    },
  };
};
