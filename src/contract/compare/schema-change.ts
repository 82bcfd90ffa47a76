import type { Direction } from '../schema/same-value.ts';
import type { ChangeVerdict, DocumentChangeKind } from './change.ts';
import type { Form, JsonType, Together } from './form.ts';

/** A step into a value: the name of a member, the position of an element, `*` for any of them; or the alternative that is looked at. */
export type Step = { readonly into: string } | { readonly as: string };

/** A change of what a schema says of a value, or of a member that is directly in it. */
export type SchemaChange = {
  readonly kind: DocumentChangeKind;
  readonly verdict: ChangeVerdict;
  readonly steps: readonly Step[];
  /** In plain words; `{}` stands for the value. */
  readonly words: string;
  readonly before: string;
  readonly after: string;
};

/** Schemas of the same place inside the value. */
export type InnerPair = { readonly steps: readonly Step[]; readonly before: Together; readonly after: Together };

export type Compared = { readonly changes: readonly SchemaChange[]; readonly inner: readonly InnerPair[] };

/** Two forms of one value, and what a change between them means in their direction. */
export type Rules = {
  readonly before: Form;
  readonly after: Form;
  readonly direction: Direction;
  /** What every allowed value of the one side has to fit: in a request the newer schema, in a response the older one. */
  readonly outer: Form;
  /** The side whose values may come. */
  readonly inner: Form;
  /** Verdicts of a schema that allows less, or more, than before. */
  readonly narrowed: ChangeVerdict;
  readonly widened: ChangeVerdict;
};

/** A value as it is written in a message. */
export const quoted = (value: unknown): string => `\`${typeof value === 'string' ? value : (JSON.stringify(value) ?? '')}\``;

/** Most values that are written out. */
const mostShown = 5;

/** Values as they are written in a message; only the first few of many. */
export const listed = (values: readonly unknown[]): string => {
  const shown = values.slice(0, mostShown).map(quoted).join(', ');
  return values.length > mostShown ? `${shown} and ${values.length - mostShown} more` : shown;
};

/** A change of a value between two forms, at their places unless others are given. */
export const change = (
  { before, after }: Pick<Rules, 'before' | 'after'>,
  kind: DocumentChangeKind,
  verdict: ChangeVerdict,
  words: string,
  at: { readonly before?: string | undefined; readonly after?: string | undefined; readonly steps?: readonly Step[] } = {},
): SchemaChange => ({
  kind,
  verdict,
  words,
  steps: at.steps ?? [],
  before: at.before ?? before.pointer,
  after: at.after ?? after.pointer,
});

/** A value of a type may come on both sides, so that a limit of it says something. */
export const mayBe = ({ before, after }: Rules, type: JsonType): boolean =>
  [before, after].every(({ impliedTypes: types }) => types === null || types.has(type) || (type === 'number' && types.has('integer')));
