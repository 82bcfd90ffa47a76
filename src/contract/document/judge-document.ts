import { keptBesideReference } from '../upgrade.ts';
import { below, isObject, referenceTarget, valueAt } from '../pointer.ts';
import { type Complaint, complaintsOf } from './complaints.ts';
import { createDependencies, type Dependencies } from './dependencies.ts';
import { shapeJudge } from './meta-schema.ts';
import { omitKeyword } from './omit-keyword.ts';
import { countsBesideReference, isMutable, isReference, type Mutable, type Spot, spotAt, walk } from './walk.ts';
import type { Kind } from './structure.ts';

/** Something wrong with a document. */
export type Defect = {
  readonly rule: string;
  readonly pointer: string;
  readonly message: string;
  /** Operations that cannot be used because of it; empty for a note. */
  readonly operations: readonly string[];
};

export type Judged = { readonly defects: readonly Defect[]; readonly dependencies: Dependencies };

/** Most references that are followed from one to the next. */
const longestChain = 32;

/** Why a reference inside the document cannot be followed; undefined where it can. */
const whyBroken = (document: Mutable, ref: string): string | undefined => {
  let target = ref;
  const passed = new Set<string>();
  for (let step = 0; step < longestChain; step++) {
    if (passed.has(target)) return 'it is circular';
    passed.add(target);
    if (target === '#') return 'it names the whole document, name a part of it such as #/components/schemas/NAME';
    if (!target.startsWith('#/')) return 'nothing in the document has this name';
    const value = valueAt(document, referenceTarget(target));
    if (value === undefined) return `the document has nothing at ${target}`;
    if (typeof value !== 'object' && typeof value !== 'boolean') return `the value at ${target} is not an object`;
    if (!isReference(value)) return undefined;
    target = value.$ref;
  }
  return `it leads over more than ${longestChain} references, refer to the last of them`;
};

/** Siblings of a reference that are allowed, or may be ignored without a remark (OpenAPI 3.0.4, Reference Object). */
const harmlessBeside = /^(summary|description|\$ref|x-.*)$/;

/** Whether a request to the operation cannot be built because of the complaint. */
const preventsUse = (spot: Spot, { omitted, rule, message }: Complaint): boolean => {
  const { kind, value } = spot;
  if (kind === 'parameter') {
    const isNeeded = isObject(value) && (value['required'] === true || value['in'] === 'path');
    const isUnknown = omitted === 'in' || omitted === 'name' || (rule === 'missing-member' && /lacks "(in|name)"/.test(message));
    return isNeeded && (isUnknown || rule === 'wrong-type');
  }
  if (kind === 'requestBody')
    return isObject(value) && value['required'] === true && (omitted === 'content' || /lacks "content"/.test(message));
  return (kind === 'operation' || kind === 'pathItem') && omitted === 'parameters';
};

/**
 * A range in lower case is read as that range. Any other unknown status becomes `default`: its author described an answer, but it is
 * unknown which, so no status may count as undocumented.
 */
const mendStatuses = (responses: Mutable): void => {
  for (const status of Object.keys(responses)) {
    if (/^([1-5]\d\d|[1-5]XX|default|x-.*)$/.test(status)) continue;
    const range = status.toUpperCase();
    if (/^[1-5]XX$/.test(range)) responses[range] ??= responses[status];
    else responses['default'] ??= { description: '' };
    delete responses[status];
  }
};

/** Kinds of objects in maps, from which a wrong one can be removed. */
const removable: ReadonlySet<Kind> = new Set([
  'mediaType',
  'response',
  'header',
  'schema',
  'example',
  'link',
  'encoding',
  'callback',
  'requestBody',
  'responses',
]);

/**
 * Judges every object of a document by itself and every reference, and mends the document: what cannot be read is removed, so that later
 * steps need not handle it.
 * @param unreachable Why references to other files cannot be followed, by their text.
 */
export const judgeDocument = async (
  document: Mutable,
  edition: '3.0' | '3.1',
  unreachable: ReadonlyMap<string, string>,
): Promise<Judged> => {
  const shapes = await shapeJudge(edition);
  const dependencies = createDependencies();
  const found: { readonly rule: string; readonly pointer: string; readonly message: string; readonly disables: boolean }[] = [];
  const anchors = new Set<string>();
  const dynamic: Spot[] = [];
  const seen = new Map<unknown, string>();
  const starts: Spot[] = [spotAt('openapi', document, '#')];

  const report = (spot: Spot, rule: string, pointer: string, message: string, disables: boolean): void => {
    found.push({ rule, pointer, message, disables: disables && !spot.loose });
    if (disables && !spot.loose) dependencies.disable(pointer, found.length - 1);
  };

  const breakReference = (spot: Spot, node: Mutable, ref: string, why: string): void => {
    report(spot, 'broken-reference', below(spot.pointer, '$ref'), `the reference "${ref}" cannot be followed: ${why}`, true);
    delete node['$ref'];
  };

  const judgeReference = (spot: Spot, node: Mutable & { $ref: string }): void => {
    const { kind, pointer } = spot;
    const why = unreachable.get(node.$ref) ?? (spot.resource === undefined ? whyBroken(document, node.$ref) : undefined);
    if (why !== undefined) return breakReference(spot, node, node.$ref, why);
    const target = referenceTarget(node.$ref);
    if (!spot.loose) dependencies.use(pointer, target, spot.fragile);
    if (!seen.has(valueAt(document, target))) starts.push({ ...spotAt(kind, valueAt(document, target), target), loose: spot.loose });
    const isKept = (key: string): boolean => harmlessBeside.test(key) || (kind === 'schema' && keptBesideReference.includes(key));
    const ignored = countsBesideReference(edition, kind) ? [] : Object.keys(node).filter((key) => !isKept(key));
    if (ignored.length > 0)
      report(spot, 'beside-reference', pointer, `beside a $ref nothing counts, so ${ignored.join(', ')} is ignored`, false);
    return undefined;
  };

  const omit = (spot: Spot, value: Mutable, member: string): void => {
    if (spot.kind === 'schema') {
      omitKeyword(value, member);
      if (spot.fragile === undefined) dependencies.weaken(spot.pointer);
      else dependencies.giveUp(spot.fragile);
    } else delete value[member];
  };

  const judgeObject = (spot: Spot): unknown => {
    const { kind, value, pointer, holder, key } = spot;
    for (const complaint of complaintsOf(shapes, edition, kind, value)) {
      const disables = preventsUse(spot, complaint);
      const left = complaint.omitted !== undefined && kind !== 'openapi' ? `; it is left out` : '';
      report(spot, complaint.rule, pointer + complaint.at, complaint.message + (disables ? '' : left), disables);
      if (complaint.omitted !== undefined && isMutable(value) && kind !== 'openapi') omit(spot, value, complaint.omitted);
      if (complaint.readAs !== undefined && isMutable(value)) value['type'] = complaint.readAs;
      if (complaint.rule === 'wrong-type' && isMutable(holder) && removable.has(kind)) {
        delete holder[String(key)];
        return undefined;
      }
    }
    if (kind === 'parameter' && isMutable(value) && value['in'] === 'path') value['required'] = true;
    if (kind === 'responses' && isMutable(value)) mendStatuses(value);
    return value;
  };

  for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
    dependencies.begin(start.pointer);
    walk(start, edition, (spot) => {
      const { kind, value, pointer } = spot;
      if (isMutable(value)) {
        const first = seen.get(value);
        if (first !== undefined) {
          if (!spot.loose) dependencies.use(pointer, first, spot.fragile);
          return undefined;
        }
        seen.set(value, pointer);
      }
      if (kind === 'schema' && isMutable(value)) {
        for (const word of ['$anchor', '$dynamicAnchor']) if (typeof value[word] === 'string') anchors.add(value[word]);
        if (typeof value['$dynamicRef'] === 'string') dynamic.push(spot);
      }
      if (isReference(value)) {
        judgeReference(spot, value);
        if (!countsBesideReference(edition, kind)) return value;
      }
      return judgeObject(spot);
    });
  }
  for (const spot of dynamic) {
    const ref = isObject(spot.value) ? String(spot.value['$dynamicRef']) : '';
    if (!/^#[^/]/.test(ref) || anchors.has(ref.slice(1))) continue;
    report(
      spot,
      'broken-reference',
      below(spot.pointer, '$dynamicRef'),
      `the reference "${ref}" cannot be followed: no schema has this anchor`,
      true,
    );
    if (isMutable(spot.value)) delete spot.value['$dynamicRef'];
  }
  for (const { pointer, keyword } of dependencies.settleFragile())
    found.push({
      rule: 'not-judged',
      pointer: below(pointer, keyword),
      message: `"${keyword}" is ${keyword === 'oneOf' ? 'read as "anyOf"' : 'not judged'}, because something below it was left out, and it could now refuse a valid value`,
      disables: false,
    });
  const disabled = dependencies.disabledOperations(document);
  const defects = found.map(({ rule, pointer, message }, index): Defect => ({
    rule,
    pointer,
    message,
    operations: disabled.get(index) ?? [],
  }));
  return { defects, dependencies };
};
