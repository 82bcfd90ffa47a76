import type { Reach } from '../config/fetch-text.ts';
import { ContractError } from './contract-error.ts';
import { checkConventionReferences } from './convention-references.ts';
import { editionOf } from './document/edition.ts';
import type { ReferencePolicy } from './document/files.ts';
import { gather, type Gathered } from './document/gather.ts';
import { type Defect, judgeDocument } from './document/judge-document.ts';
import { holdToRules } from './document/rules/index.ts';
import { fromSwagger } from './document/swagger.ts';
import { isMutable, type Mutable } from './document/walk.ts';
import type { Spot } from './document/positions.ts';
import { applyOverlay, type OverlayOrigin } from './overlay.ts';
import type { Problem, Unsupported } from './problem.ts';
import { proofOf } from './prove-document.ts';
import { type Positions, readSource, sourceOf } from './source.ts';
import { upgraded } from './upgrade.ts';
import { validateConventions } from './validate-conventions.ts';

export type ReadOptions = {
  /** Applied in their order. */
  readonly overlays: readonly string[];
  /** What references may name beside files in the document's own folder. */
  readonly references: ReferencePolicy;
  /** How what they name elsewhere is fetched. */
  readonly reach?: Reach | undefined;
  /** The text of a document that was fetched; `file` is its address. */
  readonly text?: string | undefined;
  /** It was judged before without problems, and is not judged again. */
  readonly isProven: boolean;
  /** It was written for assay and has a ledger: every defect is an error. */
  readonly isStrict: boolean;
};

export type ReadDocument = {
  /** As OpenAPI 3.1, with internal references only. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** Operations that cannot be used, by key. */
  readonly unsupported: ReadonlyMap<string, Unsupported>;
  /** Where a node is written: in the document, in a file that it refers to, or in an overlay. The nearest node around it where it is in none. */
  readonly spotOf: SpotOf;
};

/** @param pointer Fragment pointer in a document as it is judged. */
export type SpotOf = (pointer: string) => Spot & { readonly file: string };

/** Names a node of a document as it is judged, for a message: `"FILE" at LINE:COLUMN, POINTER`. */
export type Place = (pointer: string) => string;

/** Finds a node of the document in the files that its author wrote. */
type Locate = (pointer: string) => { readonly source: Positions; readonly pointer: string };

/**
 * Reads an OpenAPI document: brings in the files that it refers to, applies overlays, validates its `x-assay`, judges and mends the rest,
 * and converts it to OpenAPI 3.1. A part that cannot be read becomes a problem that lists the operations depending on it.
 * @throws {ContractError} when the document as a whole cannot be read or has an unknown version, when an `x-assay` is not valid or an
 *   overlay does not fit, and for any defect of a document that must have none.
 */
export const readDocument = async (file: string, options: ReadOptions): Promise<ReadDocument> => {
  const { overlays, references, reach, text, isProven, isStrict } = options;
  const read = text === undefined ? await readSource(file) : sourceOf(file, text);
  const { document: written, edition, isLater, remark } = editionOf(read);
  const gathered = await gather(read, written, edition, references, reach);
  const { value: overlaid, layers } = await withOverlays(gathered.document, overlays, read.file);
  const origin = throughOverlays(layers, locatedBy(gathered, read));
  const proof = proofOf(overlaid);
  const isKnown = (proof.isKnown || isProven) && edition !== '2.0' && !isLater;
  if (!isKnown) {
    const whole = { value: overlaid, place: placeBy(origin) };
    await validateConventions(whole);
    checkConventionReferences(whole);
  }

  const converted = edition === '2.0' ? await fromSwagger(overlaid, read.file) : undefined;
  const document = converted?.document ?? overlaid;
  const locate: Locate = converted === undefined ? origin : (pointer) => origin(converted.origin(pointer));
  const judgedAs = edition === '2.0' ? '3.0' : edition;
  const remarks: readonly Defect[] = [...(remark === undefined ? [] : [remark]), ...gathered.remarks].map((one) => ({
    ...one,
    operations: [],
  }));
  const syntax = read.remarks.map((one): Problem => ({
    ...one,
    rule: 'syntax',
    severity: 'note',
    file: read.file,
    pointer: '#',
    operations: [],
  }));
  const found = isKnown ? [] : await defectsOf(document, judgedAs, { unreachable: gathered.unreachable, isLater });
  const problems = [...syntax, ...remarks.map((defect) => problemOf(defect, origin)), ...found.map((defect) => problemOf(defect, locate))];
  // Those who read schemas, of operations that are not judged too, would exhaust the stack.
  const endless = problems.find(({ rule }) => rule === 'long-schema');
  if (endless !== undefined)
    throw new ContractError(`Cannot use "${endless.file}" at ${endless.position}, ${endless.pointer}: ${endless.message}`);
  if (isStrict) refuseFirst(problems);
  if (problems.length === 0) proof.remember();
  return {
    document: upgraded(document),
    problems,
    unsupported: unsupportedIn(problems),
    spotOf: (pointer) => {
      const there = locate(pointer);
      return { file: there.source.file, ...there.source.spot(there.pointer) };
    },
  };
};

/** Where a node is written that an overlay may have touched. */
type Layer = (pointer: string) => OverlayOrigin;

type WithOverlays = { readonly value: Mutable; readonly layers: readonly Layer[] };

const withOverlays = async (document: Mutable, overlays: readonly string[], file: string): Promise<WithOverlays> => {
  let value: unknown = document;
  const layers: Layer[] = [];
  for (const overlay of overlays) {
    const overlaid = await applyOverlay(value, overlay);
    value = overlaid.value;
    layers.unshift(overlaid.origin);
  }
  if (!isMutable(value)) throw new ContractError(`Cannot use "${file}": nothing is left of it after its overlays`);
  return { value, layers };
};

/** @param layers The last overlay first. */
const throughOverlays =
  (layers: readonly Layer[], origin: Locate): Locate =>
  (pointer) => {
    let at = pointer;
    for (const layer of layers) {
      const found = layer(at);
      if ('overlay' in found) return { source: found.overlay, pointer: found.pointer };
      at = found.before;
    }
    return origin(at);
  };

/** Positions are those in the files. The values of the files are not kept. */
const locatedBy = ({ origins }: Gathered, { file, spot }: Positions): Locate => {
  const root = { file, spot };
  const parts = origins
    .map(({ pointer, at, source }) => ({ pointer, at, source: { file: source.file, spot: source.spot } }))
    .toSorted((a, b) => b.pointer.length - a.pointer.length);
  return (pointer) => {
    const nearest = parts.find((one) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`));
    if (nearest === undefined) return { source: root, pointer };
    return { source: nearest.source, pointer: nearest.at + pointer.slice(nearest.pointer.length) };
  };
};

const positionOf = ({ source, pointer }: ReturnType<Locate>): string => {
  const { line, column } = source.spot(pointer);
  return `${line}:${column}`;
};

const placeBy =
  (locate: Locate) =>
  (pointer: string): string => {
    const there = locate(pointer);
    return `"${there.source.file}" at ${positionOf(there)}`;
  };

const problemOf = ({ rule, pointer, message, operations }: Defect, locate: Locate): Problem => {
  const there = locate(pointer);
  return {
    rule,
    severity: operations.length === 0 ? 'note' : 'error',
    file: there.source.file,
    pointer: there.pointer,
    get position() {
      return positionOf(there);
    },
    message,
    operations,
  };
};

type Known = { readonly unreachable: ReadonlyMap<string, string>; readonly isLater: boolean };

const defectsOf = async (document: Mutable, edition: '3.0' | '3.1', { unreachable, isLater }: Known): Promise<readonly Defect[]> => {
  const { defects } = await judgeDocument(document, edition, unreachable);
  const all = [...defects, ...holdToRules(document, edition)];
  // A member that the meta-schema of an earlier version does not know may be valid in a later one.
  return isLater
    ? all.filter(({ rule, operations }) => operations.length > 0 || !['unknown-member', 'missing-member'].includes(rule))
    : all;
};

/** Defects that a contract written for assay must not have: violations of the meta-schema, and broken references. */
const forbidden = new Set([
  'syntax',
  'broken-reference',
  'missing-member',
  'unknown-member',
  'wrong-value',
  'wrong-type',
  'empty',
  'not-judged',
]);

const refuseFirst = (problems: readonly Problem[]): void => {
  const first = problems.find(({ rule }) => forbidden.has(rule));
  if (first !== undefined)
    throw new ContractError(`Cannot use "${first.file}" at ${first.position}, ${first.pointer}: it is not valid OpenAPI, ${first.message}`);
};

const unsupportedIn = (problems: readonly Problem[]): ReadonlyMap<string, Unsupported> => {
  const found = new Map<string, Unsupported>();
  for (const { operations, pointer, message } of problems) {
    for (const key of operations) if (!found.has(key)) found.set(key, { pointer, reason: message });
  }
  return found;
};
