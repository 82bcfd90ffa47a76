import { holdsMask } from '../../model/mask.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import type { Contract } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import type { Direction } from './same-value.ts';
import { concerns } from './subject.ts';
import { type SchemaNode, schemaNode, sideOf } from './tree.ts';

/** The judgement of a value by one schema node. `instancePath` is the JSON pointer of the value in the body. */
export type SchemaVisit = { readonly location: Location; readonly instancePath: string; readonly holds: true } | SchemaBreach;

export type SchemaBreach = {
  readonly location: Location;
  readonly instancePath: string;
  readonly holds: false;
  readonly keyword: string;
  readonly expected: string;
  readonly actual: string;
};

/** Why a value cannot be judged at a node. It counts neither as a breach nor as evidence. */
export type SchemaUnknown = {
  readonly location: Location;
  readonly instancePath: string;
  /** The reason is in this value; otherwise that part of the document cannot judge any value. */
  readonly onlyThisValue: boolean;
  readonly reason: string;
};

/** The judgement of a value in sum: how often each node held, every breach, and what could not be judged, each reason once a node. */
export type SchemaSummary = {
  readonly held: readonly { readonly location: Location; readonly times: number }[];
  readonly breaches: readonly SchemaBreach[];
  readonly unknown: readonly SchemaUnknown[];
};

/** Names and indices that lead from the body to a value. Nearly every value holds, and only what is told of needs a pointer. */
type Way = readonly (string | number)[];

const pointerOf = (way: Way): string => below('', ...way);

/** Receives the judgement of each node that a value reached. The way is that of the walk, and changes with its next step. */
type Sink = { held(node: SchemaNode, way: Way): void; broke(breach: SchemaBreach): void; unknown(what: SchemaUnknown): void };

/** What is the same during one walk, with the way to the present value. */
type Walk = { readonly sink: Sink; readonly direction: Direction; readonly way: (string | number)[] };

/**
 * Judges a value node by node, so that each breach belongs to the innermost node that it is about, and a missing member to that member's
 * node. A branch (`allOf`, `then`, `else`) is judged only where the node around it holds; below a node with the wrong type nothing is
 * judged. A node gives no judgement of a value that none of its keywords applies to, or that cannot be judged (see `summarizeSchema`).
 * Never throws.
 */
export const evaluateSchema = (contract: Contract, location: Location, value: unknown): SchemaVisit[] => {
  const visits: SchemaVisit[] = [];
  judge(contract, location, value, {
    held: (node, way) => visits.push({ location: node.location, instancePath: pointerOf(way), holds: true }),
    broke: (breach) => visits.push(breach),
    unknown: () => {},
  });
  return visits;
};

/** The breaches among what {@link evaluateSchema} gives, for whoever asks for nothing else. */
export const schemaBreaches = (contract: Contract, location: Location, value: unknown): SchemaBreach[] => {
  const breaches: SchemaBreach[] = [];
  judge(contract, location, value, { held: () => {}, broke: (breach) => breaches.push(breach), unknown: () => {} });
  return breaches;
};

/** Judges as {@link evaluateSchema} does, but counts how often a node holds, because lists reach the same node many times. */
export const summarizeSchema = (contract: Contract, location: Location, value: unknown): SchemaSummary => {
  const held = new Map<SchemaNode, { times: number }>();
  const breaches: SchemaBreach[] = [];
  const unknown = new Map<string, SchemaUnknown>();
  judge(contract, location, value, {
    held(node) {
      const before = held.get(node);
      if (before) before.times += 1;
      else held.set(node, { times: 1 });
    },
    broke: (breach) => breaches.push(breach),
    unknown: (what) => {
      const key = `${nodeOf(what.location)} ${what.reason}`;
      if (!unknown.has(key)) unknown.set(key, what);
    },
  });
  return {
    held: Array.from(held, ([{ location: node }, { times }]) => ({ location: node, times })),
    breaches,
    unknown: [...unknown.values()],
  };
};

const judge = (contract: Contract, location: Location, value: unknown, sink: Sink): void => {
  try {
    enter(schemaNode(contract.document, location), value, { sink, direction: directionOf(location), way: [] });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    sink.unknown({ location, instancePath: '', onlyThisValue: true, reason: 'the value is nested too deep to be judged' });
  }
};

/** Whether a schema describes a request, because its location is below a parameter or a request body, or an answer. */
const directionOf = ({ way }: Location): Direction =>
  way.some((pointer) =>
    /^#\/(?:paths\/[^/]+\/(?:[a-z]+\/)?(?:requestBody|parameters)|components\/(?:requestBodies|parameters))(?:\/|$)/.test(pointer),
  )
    ? 'request'
    : 'response';

/** Begins a new value: the names that may be absent in this direction come from all schemas of the value. */
const enter = (node: SchemaNode, value: unknown, around: Walk): void =>
  walk(node, value, isObject(value) ? node.shape.hiddenNames(around.direction) : nothing, around);

/** Begins a value inside the present one. */
const enterAt = (key: string | number, node: SchemaNode, value: unknown, around: Walk): void => {
  around.way.push(key);
  enter(node, value, around);
  around.way.pop();
};

const nothing: ReadonlySet<string> = new Set();

const walk = (node: SchemaNode, value: unknown, excused: ReadonlySet<string>, around: Walk): void => {
  const { sink, direction, way } = around;
  const { shape, location, children } = node;
  if (value === null && shape.isNullable) {
    if (shape.judges) sink.held(node, way);
    return;
  }
  for (const { pointer, keyword, reason } of shape.unsupported) {
    if (concerns(keyword, value))
      sink.unknown({ location, instancePath: pointerOf(way), onlyThisValue: false, reason: `${pointer} (${keyword}): ${reason}` });
  }
  const ruling = shape.local?.(value, direction, excused);
  const isBroken = ruling?.kind === 'mismatch';
  if (isBroken) {
    const { keyword, instancePath, expected } = ruling.mismatch;
    const seen = instancePath === '' ? value : valueAt(value, instancePath);
    // A secret was masked before judging, so it is unknown whether the value matched.
    if (isHidden(keyword, seen)) {
      const reason = `${nodeOf(location)} (${keyword}): the value contained a secret, which was masked before it could be judged`;
      sink.unknown({ location, instancePath: pointerOf(way), onlyThisValue: false, reason });
    } else {
      sink.broke({ location, instancePath: pointerOf(way) + instancePath, holds: false, keyword, expected, actual: shown(seen) });
      if (keyword === 'type' || keyword === 'false schema') return;
    }
  } else if (ruling?.kind === 'unknown') {
    sink.unknown({ location, instancePath: pointerOf(way), onlyThisValue: ruling.onlyThisValue, reason: ruling.reason });
  } else if (shape.judges && shape.isAbout(value)) {
    sink.held(node, way);
  }
  if (children.referenced) walk(children.referenced, value, excused, around);
  if (isObject(value)) traverseMembers(node, value, excused, around);
  else if (Array.isArray(value)) traverseItems(node, value, around);
  // Branches are judged only where the node holds: otherwise their breach may be that of the node.
  if (isBroken || ruling?.kind === 'unknown') return;
  for (const branch of children.branches) walk(branch, value, excused, around);
  if (children.condition) {
    const side = children.condition.judge(value, direction);
    if (side.kind === 'unknown')
      sink.unknown({ location, instancePath: pointerOf(way), onlyThisValue: side.onlyThisValue, reason: side.reason });
    const next = sideOf(children.condition, side);
    if (next) walk(next, value, excused, around);
  }
};

/** Keywords that a value may break because of a masked secret in it, and because of one anywhere below it. */
const ofTexts = new Set(['type', 'enum', 'const', 'pattern', 'minLength', 'maxLength', 'format']);
const ofWholes = new Set(['anyOf', 'oneOf', 'not', 'contains', 'minContains', 'maxContains', 'uniqueItems', 'if', 'enum', 'const']);

const isHidden = (keyword: string, value: unknown): boolean => {
  if (typeof value === 'string') return (ofTexts.has(keyword) || ofWholes.has(keyword)) && holdsMask(value);
  return ofWholes.has(keyword) && holdsMaskBelow(value);
};

const holdsMaskBelow = (value: unknown): boolean => {
  if (typeof value === 'string') return holdsMask(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsMaskBelow);
};

const traverseMembers = (node: SchemaNode, value: Readonly<Record<string, unknown>>, excused: ReadonlySet<string>, around: Walk): void => {
  const { properties, patterns, additional } = node.children;
  const { sink, way } = around;
  for (const name of node.required) {
    const member = properties.get(name) ?? node;
    if (!Object.hasOwn(value, name)) {
      if (excused.has(name)) continue;
      sink.broke({
        location: member.location,
        instancePath: pointerOf([...way, name]),
        holds: false,
        keyword: 'required',
        expected: `a member "${name}"`,
        actual: `no such member among ${Object.keys(value).slice(0, 12).join(', ') || 'none'}`,
      });
    } else if (member !== node && !(member.judges && member.isAbout(value[name]))) {
      // The node requires nothing else of the value than that it is present.
      way.push(name);
      sink.held(member, way);
      way.pop();
    }
  }
  if (properties.size === 0 && patterns.length === 0 && !additional) return;
  for (const name of Object.keys(value)) {
    const declared = properties.get(name);
    if (patterns.length === 0) {
      const only = declared ?? additional;
      if (only) enterAt(name, only, value[name], around);
      continue;
    }
    const found = patterns.map(({ pattern, node: next }) => ({ next, matches: pattern.matches(name), source: pattern.source }));
    const unclear = found.find(({ matches }) => matches === undefined);
    if (unclear) {
      const reason = `a name of ${name.length} characters takes too long to be matched with the pattern ${JSON.stringify(unclear.source)}`;
      sink.unknown({ location: node.location, instancePath: pointerOf(way), onlyThisValue: true, reason });
    }
    const next = found.filter(({ matches }) => matches === true).map((one) => one.next);
    if (declared) next.unshift(declared);
    if (next.length === 0 && !unclear && additional) next.push(additional);
    for (const one of next) enterAt(name, one, value[name], around);
  }
};

const traverseItems = (node: SchemaNode, value: readonly unknown[], around: Walk): void => {
  const { prefix, items } = node.children;
  if (prefix.length === 0 && !items) return;
  for (let index = 0; index < value.length; index++) {
    const next = prefix[index] ?? items;
    if (next) enterAt(index, next, value[index], around);
  }
};

/** A value as text for a finding: JSON, shortened to 120 characters. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  let text = '';
  for (const piece of jsonPieces(value)) {
    text += piece;
    if (text.length > mostShown) return `${text.slice(0, mostShown - 3)}...`;
  }
  return text;
};

const mostShown = 120;

/** The JSON text of a value, piece by piece, because only the beginning of a large body is needed. */
function* jsonPieces(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    const text = JSON.stringify(value.slice(0, mostShown));
    yield value.length > mostShown ? `${text.slice(0, -1)}...` : text;
  } else if (Array.isArray(value)) {
    yield '[';
    for (const [at, item] of value.entries()) {
      if (at > 0) yield ',';
      yield* jsonPieces(item);
    }
    yield ']';
  } else if (isObject(value)) {
    let before = '{';
    for (const name in value) {
      if (!Object.hasOwn(value, name) || value[name] === undefined) continue;
      yield `${before}${JSON.stringify(name.slice(0, mostShown))}:`;
      yield* jsonPieces(value[name]);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield JSON.stringify(value) ?? 'null';
}
