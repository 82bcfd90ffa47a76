import { holdsMask } from '../../model/mask.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import type { Contract } from '../model.ts';
import { escapeToken, isObject, valueAt } from '../pointer.ts';
import type { Direction } from './same-value.ts';
import { concerns } from './subject.ts';
import { type SchemaNode, schemaNode, sideOf } from './tree.ts';

/** What a value shows about one schema node that it reached. `instancePath` is the JSON pointer of the value in the body. */
export type SchemaVisit = { readonly location: Location; readonly instancePath: string; readonly holds: true } | SchemaBreach;

export type SchemaBreach = {
  readonly location: Location;
  readonly instancePath: string;
  readonly holds: false;
  readonly keyword: string;
  readonly expected: string;
  readonly actual: string;
};

/** Why nothing can be said of a value at a node: nobody is accused by it, and it is no evidence. */
export type SchemaUnknown = {
  readonly location: Location;
  readonly instancePath: string;
  /** It lies in this value alone; else no value can be judged by that part of the document. */
  readonly passing: boolean;
  readonly reason: string;
};

/** What a value shows in sum: how often each node held, every breach, and what could not be judged, each reason once a node. */
export type SchemaSurvey = {
  readonly held: ReadonlyMap<Location, number>;
  readonly breaches: readonly SchemaBreach[];
  readonly unknown: readonly SchemaUnknown[];
};

/** Told of each node that a value reached. */
type Sink = { held(node: SchemaNode, path: string): void; broke(breach: SchemaBreach): void; unknown(what: SchemaUnknown): void };

/** What a walk carries along. */
type Walk = { readonly sink: Sink; readonly direction: Direction };

/**
 * Judges a value node by node, so that each breach belongs to the innermost node it is about and a missing member to
 * that member's node. A branch (`allOf`, `then`, `else`) is judged only where the node around it holds; below a node
 * whose type is wrong nothing is judged. A value that no keyword of a node is about shows nothing there; nor does one of which
 * nothing can be said (see `surveySchema`). Never throws.
 */
export const evaluateSchema = (contract: Contract, location: Location, value: unknown): SchemaVisit[] => {
  const visits: SchemaVisit[] = [];
  judge(contract, location, value, {
    held: (node, instancePath) => visits.push({ location: node.location, instancePath, holds: true }),
    broke: (breach) => visits.push(breach),
    unknown: () => {},
  });
  return visits;
};

/** Judges as {@link evaluateSchema} does, and counts what holds: lists bring the same node many times. */
export const surveySchema = (contract: Contract, location: Location, value: unknown): SchemaSurvey => {
  const held = new Map<Location, number>();
  const breaches: SchemaBreach[] = [];
  const unknown = new Map<string, SchemaUnknown>();
  judge(contract, location, value, {
    held: (node) => held.set(node.location, (held.get(node.location) ?? 0) + 1),
    broke: (breach) => breaches.push(breach),
    unknown: (what) => {
      const key = `${nodeOf(what.location)} ${what.reason}`;
      if (!unknown.has(key)) unknown.set(key, what);
    },
  });
  return { held, breaches, unknown: [...unknown.values()] };
};

const judge = (contract: Contract, location: Location, value: unknown, sink: Sink): void => {
  try {
    enter(schemaNode(contract.document, location), value, '', { sink, direction: directionOf(location) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    sink.unknown({ location, instancePath: '', passing: true, reason: 'the value is nested too deep to be judged' });
  }
};

/** What a schema is part of: a request, where its way leads through a parameter or the body of one, else an answer. */
const directionOf = ({ way }: Location): Direction =>
  way.some((pointer) =>
    /^#\/(?:paths\/[^/]+\/(?:[a-z]+\/)?(?:requestBody|parameters)|components\/(?:requestBodies|parameters))(?:\/|$)/.test(pointer),
  )
    ? 'request'
    : 'response';

/** Comes to a value: names that are left out in this direction are those of all that speaks of it. */
const enter = (node: SchemaNode, value: unknown, path: string, around: Walk): void =>
  walk(node, value, path, isObject(value) ? node.shape.hiddenNames(around.direction) : nothing, around);

const nothing: ReadonlySet<string> = new Set();

const walk = (node: SchemaNode, value: unknown, path: string, excused: ReadonlySet<string>, around: Walk): void => {
  const { sink, direction } = around;
  const { shape, location } = node;
  if (value === null && shape.isNullable) {
    if (shape.judges) sink.held(node, path);
    return;
  }
  for (const { pointer, keyword, reason } of shape.unsupported) {
    if (concerns(keyword, value))
      sink.unknown({ location, instancePath: path, passing: false, reason: `${pointer} (${keyword}): ${reason}` });
  }
  const ruling = shape.local?.(value, direction, excused);
  const isBroken = ruling?.kind === 'mismatch';
  if (isBroken) {
    const { keyword, instancePath, expected } = ruling.mismatch;
    const seen = instancePath === '' ? value : valueAt(value, instancePath);
    // Whether what was taken out of the answer matched is not known: it neither breaks the promise nor keeps it.
    if (isHidden(keyword, seen)) {
      const reason = `${nodeOf(location)} (${keyword}): a secret stood there, which was taken out before anything was judged`;
      sink.unknown({ location, instancePath: path, passing: false, reason });
    } else {
      sink.broke({ location, instancePath: path + instancePath, holds: false, keyword, expected, actual: shown(seen) });
      if (keyword === 'type' || keyword === 'false schema') return;
    }
  } else if (ruling?.kind === 'unknown') {
    sink.unknown({ location, instancePath: path, passing: ruling.passing, reason: ruling.reason });
  } else if (node.judges && node.isAbout(value)) {
    sink.held(node, path);
  }
  if (node.referenced) walk(node.referenced, value, path, excused, around);
  if (isObject(value)) traverseMembers(node, value, path, excused, around);
  else if (Array.isArray(value)) traverseItems(node, value, path, around);
  // Of what is not known to hold no branch is judged: the breach may be that of the node.
  if (isBroken || ruling?.kind === 'unknown') return;
  for (const branch of node.branches) walk(branch, value, path, excused, around);
  if (node.condition) {
    const side = node.condition.judge(value, direction);
    if (side.kind === 'unknown') sink.unknown({ location, instancePath: path, passing: side.passing, reason: side.reason });
    const next = sideOf(node.condition, side);
    if (next) walk(next, value, path, excused, around);
  }
};

/** Keywords that a value may break through a secret that was taken out of it, and through one anywhere below it. */
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

const traverseMembers = (
  node: SchemaNode,
  value: Readonly<Record<string, unknown>>,
  path: string,
  excused: ReadonlySet<string>,
  around: Walk,
): void => {
  const { required, properties, patterns, additional } = node;
  const { sink } = around;
  for (const name of required) {
    const member = properties.get(name) ?? node;
    if (!Object.hasOwn(value, name)) {
      if (excused.has(name)) continue;
      sink.broke({
        location: member.location,
        instancePath: `${path}/${escapeToken(name)}`,
        holds: false,
        keyword: 'required',
        expected: `a member "${name}"`,
        actual: `no such member among ${Object.keys(value).slice(0, 12).join(', ') || 'none'}`,
      });
    } else if (member !== node && !(member.judges && member.isAbout(value[name]))) {
      // It could have been missing, which is all that its node shows here.
      sink.held(member, `${path}/${escapeToken(name)}`);
    }
  }
  if (properties.size === 0 && patterns.length === 0 && !additional) return;
  for (const name of Object.keys(value)) {
    const declared = properties.get(name);
    const found = patterns.map(({ pattern, node: next }) => ({ next, matches: pattern.matches(name), source: pattern.source }));
    const unclear = found.find(({ matches }) => matches === undefined);
    if (unclear) {
      const reason = `a name of ${name.length} characters takes too long to be matched with the pattern ${JSON.stringify(unclear.source)}`;
      sink.unknown({ location: node.location, instancePath: path, passing: true, reason });
    }
    const next = found.filter(({ matches }) => matches === true).map((one) => one.next);
    if (declared) next.unshift(declared);
    if (next.length === 0 && !unclear && additional) next.push(additional);
    for (const one of next) enter(one, value[name], `${path}/${escapeToken(name)}`, around);
  }
};

const traverseItems = (node: SchemaNode, value: readonly unknown[], path: string, around: Walk): void => {
  const { prefix, items } = node;
  if (prefix.length === 0 && !items) return;
  for (const [index, item] of value.entries()) {
    const next = prefix[index] ?? items;
    if (next) enter(next, item, `${path}/${index}`, around);
  }
};

/** A value in a finding: JSON, cut to a length that still tells what it is. */
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

/** The JSON text of a value, piece by piece: the whole of a large body would be written for the sake of its beginning. */
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
