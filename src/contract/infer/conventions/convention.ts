import type { Conventions, RootConventions } from '../../conventions.ts';
import type { Contract, InferredResourceType, LastingResourceType, Operation } from '../../model.ts';
import { nodeOf } from '../../../model/location.ts';
import { below, isObject, tokensOf, valueAt } from '../../pointer.ts';

/** What a document is read for: itself, its operations, and the resource types that its structure shows. */
export type DocumentView = {
  readonly document: Contract['document'];
  /** Those that can be used. */
  readonly operations: readonly Operation[];
  readonly resourceTypes: readonly InferredResourceType[];
  /** What a run can create and no operation removes. */
  readonly lastingTypes?: readonly LastingResourceType[];
};

/** A word of `x-assay` that assay infers from a document, with the reason for it. */
export type Suggestion = {
  /** The operation that it is for; null where it stands at the root of the document. */
  readonly operation: Operation | null;
  /** The word, such as `['pagination']`, or `['resources', 'box']` for one of several names. */
  readonly word: readonly [keyof Conventions | keyof RootConventions, ...string[]];
  /** Its value without the marks of an inference. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Why it is read so: one sentence that names what in the document shows it. */
  readonly why: string;
  /** The document says so in words of OpenAPI (a status, a security requirement, a limit of a schema): it is no inference. */
  readonly isDocumented?: true;
};

/** Infers one kind of convention from a document. It looks at nothing but the document, and gives nothing where there is a doubt. */
export type Inference = (view: DocumentView) => readonly Suggestion[];

/** The value of a suggestion, with the marks of an inference (docs/x-assay.md) where it is one. */
export const markedValue = ({ value, why, isDocumented }: Suggestion): Readonly<Record<string, unknown>> =>
  isDocumented === true ? value : { ...value, 'x-inferred': true, 'x-inferred-reason': why };

const rootPointer = '#';

/** Where a suggestion goes: the pointer of the node that carries `x-assay`. */
export const carrierOf = ({ operation }: Suggestion): string => (operation === null ? rootPointer : nodeOf(operation.location));

/** Is the word declared already: at the node itself, or at the root for all operations. */
const isDeclared = (document: Contract['document'], suggestion: Suggestion): boolean =>
  [carrierOf(suggestion), rootPointer].some((pointer) => valueAt(document, below(pointer, 'x-assay', ...suggestion.word)) !== undefined);

/** Does the document say, at the node itself or at the root, that the word does not hold (docs/x-assay.md, `notInferred`). */
const isRejected = (document: Contract['document'], suggestion: Suggestion): boolean => {
  const word = suggestion.word.join('.');
  const rejected = [carrierOf(suggestion), rootPointer].flatMap(
    (pointer) => valueAt(document, below(pointer, 'x-assay', 'notInferred')) ?? [],
  );
  return rejected.some((one) => one === word || (typeof one === 'string' && word.startsWith(`${one}.`)));
};

/** Suggestions that say something new: a word that the document declares stays as it is, and one that it rejects is left out. */
export const undeclared = (document: Contract['document'], suggestions: readonly Suggestion[]): readonly Suggestion[] =>
  suggestions.filter((one) => !isDeclared(document, one) && !isRejected(document, one));

const isIndex = (around: unknown): around is readonly unknown[] => Array.isArray(around);

/** A copy of a value with `put` at a path; everything else is shared with the original. */
const withAt = (value: unknown, [step, ...rest]: readonly string[], put: unknown): unknown => {
  if (step === undefined) return put;
  if (isIndex(value)) return value.map((one, index) => (String(index) === step ? withAt(one, rest, put) : one));
  const around: Readonly<Record<string, unknown>> = isObject(value) ? value : {};
  return { ...around, [step]: withAt(around[step], rest, put) };
};

/** The document with suggestions in the place of the words that it does not say. The given one stays as it is. */
export const withConventions = (document: Contract['document'], suggestions: readonly Suggestion[]): Contract['document'] => {
  let result: unknown = document;
  for (const suggestion of undeclared(document, suggestions))
    result = withAt(result, [...tokensOf(carrierOf(suggestion)), 'x-assay', ...suggestion.word], markedValue(suggestion));
  return isObject(result) ? result : document;
};
