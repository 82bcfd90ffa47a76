/** A schema in place of one whose keyword is to be broken: its values break the keyword and keep the others. */
export type Variant = {
  readonly schema: Readonly<Record<string, unknown>>;
  /** A change to each value made for it, at the position of the node. */
  readonly change?: (value: unknown) => unknown;
  /** The part of the value that is at fault, below the node. */
  readonly inside?: string;
};

/** Ways to break a keyword, by its value and the schema without it. */
export type Fault = (given: unknown, rest: Readonly<Record<string, unknown>>) => readonly Variant[];

export const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** A schema with more schemas to match. */
export const withAll = (rest: Readonly<Record<string, unknown>>, ...more: readonly unknown[]): Readonly<Record<string, unknown>> => ({
  ...rest,
  allOf: [...listIn(rest['allOf']), ...more],
});
