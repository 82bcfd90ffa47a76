import { holdsMask } from '../../model/mask.ts';
import type { Place } from '../../model/place.ts';
import type { Contract } from '../model.ts';
import { escapeToken, isObject, valueAt } from '../pointer.ts';
import { type SchemaNode, schemaNode } from './tree.ts';

/** What a value shows about one schema node that it reached. `instancePath` is the JSON pointer of the value in the body. */
export type SchemaVisit = { readonly place: Place; readonly instancePath: string; readonly holds: true } | SchemaBreach;

export type SchemaBreach = {
  readonly place: Place;
  readonly instancePath: string;
  readonly holds: false;
  readonly keyword: string;
  readonly expected: string;
  readonly actual: string;
};

/** What a value shows in sum: how often each node held, and every breach. */
export type SchemaSurvey = { readonly held: ReadonlyMap<Place, number>; readonly breaches: readonly SchemaBreach[] };

/** Told of each node that a value reached. */
type Sink = { held(node: SchemaNode, path: string): void; broke(breach: SchemaBreach): void };

/**
 * Judges a value node by node, so that each breach belongs to the innermost node it is about and a missing member to
 * that member's node. A branch (`allOf`, `then`, `else`) is judged only where the node around it holds; below a node
 * whose type is wrong nothing is judged. A value that no keyword of a node is about shows nothing there.
 */
export const evaluateSchema = (contract: Contract, place: Place, value: unknown): SchemaVisit[] => {
  const visits: SchemaVisit[] = [];
  walk(schemaNode(contract.document, place), value, '', {
    held: (node, instancePath) => visits.push({ place: node.place, instancePath, holds: true }),
    broke: (breach) => visits.push(breach),
  });
  return visits;
};

/** Judges as {@link evaluateSchema} does, and counts what holds: lists bring the same node many times. */
export const surveySchema = (contract: Contract, place: Place, value: unknown): SchemaSurvey => {
  const held = new Map<Place, number>();
  const breaches: SchemaBreach[] = [];
  walk(schemaNode(contract.document, place), value, '', {
    held: (node) => held.set(node.place, (held.get(node.place) ?? 0) + 1),
    broke: (breach) => breaches.push(breach),
  });
  return { held, breaches };
};

const walk = (node: SchemaNode, value: unknown, path: string, sink: Sink): void => {
  const breach = node.local?.(value);
  const seen = breach && (breach.instancePath === '' ? value : valueAt(value, breach.instancePath));
  // Whether what was taken out of the answer matched is not known: it neither breaks the promise nor keeps it.
  if (breach && isHidden(breach.keyword, seen)) return;
  const broken = breach;
  if (broken) {
    sink.broke({
      place: node.place,
      instancePath: path + broken.instancePath,
      holds: false,
      keyword: broken.keyword,
      expected: broken.expected,
      actual: shown(seen),
    });
    if (broken.keyword === 'type' || broken.keyword === 'false schema') return;
  } else if (node.judges && node.isAbout(value)) {
    sink.held(node, path);
  }
  if (node.referenced) walk(node.referenced, value, path, sink);
  if (isObject(value)) walkMembers(node, value, path, sink);
  else if (Array.isArray(value)) walkItems(node, value, path, sink);
  if (broken) return;
  for (const branch of node.branches) walk(branch, value, path, sink);
  if (node.condition) {
    const next = node.condition.holds(value) ? node.condition.then : node.condition.otherwise;
    if (next) walk(next, value, path, sink);
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

const walkMembers = (node: SchemaNode, value: Readonly<Record<string, unknown>>, path: string, sink: Sink): void => {
  const { required, properties, patterns, additional } = node;
  for (const name of required) {
    const member = properties.get(name) ?? node;
    if (!Object.hasOwn(value, name)) {
      sink.broke({
        place: member.place,
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
    const next = patterns.filter(({ pattern }) => pattern.test(name)).map((one) => one.node);
    if (declared) next.unshift(declared);
    if (next.length === 0 && additional) next.push(additional);
    for (const one of next) walk(one, value[name], `${path}/${escapeToken(name)}`, sink);
  }
};

const walkItems = (node: SchemaNode, value: readonly unknown[], path: string, sink: Sink): void => {
  const { prefix, items } = node;
  if (prefix.length === 0 && !items) return;
  for (const [index, item] of value.entries()) {
    const next = prefix[index] ?? items;
    if (next) walk(next, item, `${path}/${index}`, sink);
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
