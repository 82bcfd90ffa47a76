import { nearest } from '../config/nearest.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Operation } from './model.ts';
import { below, isObject } from './pointer.ts';
import type { Problem } from './problem.ts';
import type { SpotOf } from './read-document.ts';
import type { Source } from './source.ts';

/** What is said of names that nothing has. */
type Naming = {
  readonly document: unknown;
  /** All requirements that hold, by id. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Those of the ledger, in its order. */
  readonly own: ReadonlyMap<string, Requirement>;
  readonly operations: readonly Operation[];
  readonly ledger: Source;
  readonly spotOf: SpotOf;
};

/** Members whose values are data, and not part of the document. */
const data = new Set(['example', 'examples', 'default', 'const', 'enum', 'x-example', 'x-examples']);

/** Members whose own members have names that the author chose. */
const named = new Set(['properties', 'patternProperties', 'schemas', 'paths']);

const meant = (name: unknown, known: readonly string[]): string => {
  const near = typeof name === 'string' ? nearest(name, known) : undefined;
  return near === undefined ? '' : `, did you mean "${near}"?`;
};

const noteAt = (rule: string, spot: ReturnType<SpotOf>, message: string): Problem => ({
  rule,
  severity: 'note',
  file: spot.file,
  pointer: spot.pointer,
  position: `${spot.line}:${spot.column}`,
  message,
  operations: [],
});

/**
 * Notes for ids in an `x-requirement` of a document that no requirement has, and for operations in a ledger that the document does not have: what
 * was meant by them is judged nowhere, and nobody would see it.
 */
export const unknownNames = ({ document, requirements, own, operations, ledger, spotOf }: Naming): readonly Problem[] => {
  const found: Problem[] = [];
  const ids = [...requirements.keys()];
  const read = (listed: unknown, at: string): void => {
    if (!Array.isArray(listed)) {
      found.push(noteAt('requirement-ids', spotOf(at), '"x-requirement" must be a list of ids of requirements; it is not read'));
      return;
    }
    for (const [index, id] of listed.entries()) {
      if (typeof id === 'string' && requirements.has(id)) continue;
      const message = `no requirement has the id ${JSON.stringify(id)}${meant(id, ids) || `; add it to "${ledger.file}"`}`;
      found.push(noteAt('requirement-ids', spotOf(below(at, index)), message));
    }
  };
  const visit = (node: unknown, pointer: string, areNames: boolean): void => {
    if (Array.isArray(node)) for (const [index, one] of node.entries()) visit(one, below(pointer, index), false);
    if (!isObject(node)) return;
    for (const [key, child] of Object.entries(node)) {
      const at = below(pointer, key);
      if (areNames) visit(child, at, false);
      else if (key === 'x-requirement') read(child, at);
      else if (!data.has(key)) visit(child, at, named.has(key));
    }
  };
  visit(document, '#', false);
  const keys = operations.map(({ key }) => key);
  for (const [index, { id, operations: about }] of [...own.values()].entries()) {
    if (about === 'all') continue;
    for (const [n, key] of about.entries()) {
      if (keys.includes(key)) continue;
      const spot = { file: ledger.file, ...ledger.spot(`#/requirements/${index}/operations/${n}`) };
      const message = `${id} is about ${JSON.stringify(key)}, and the document has no such operation${meant(key, keys)}`;
      found.push(noteAt('unknown-operation', spot, message));
    }
  }
  return found;
};
