import * as fc from 'fast-check';
import { boundedFilter } from './bounded-filter.ts';
import type { Conjunction } from './conjunction.ts';
import type { Inside } from './inside.ts';
import { jsonKey } from './json-value.ts';
import { fewValues, type Made, unsatisfiable } from './made.ts';
import { typeValues } from './type-values.ts';
import { unfound } from './unfound.ts';

const pointersOf = ({ parts }: Conjunction): string[] => parts.map(({ pointer }) => pointer);

/** Examples and defaults that match, without those that contain a member that is left out. */
const usablePrinted = ({ any, parts }: Conjunction, inside: Inside): unknown[] => {
  const hidden = [...inside.hiddenIn(parts)];
  const isWhole = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || !hidden.some((name) => Object.hasOwn(value, name));
  const values = any.printed.map(({ value }) => value).filter((value) => isWhole(value) && inside.judge(parts, value));
  return [...new Map(values.map((value) => [jsonKey(value), value])).values()];
};

/** Those of a few values that match; unsatisfiable where none does. */
const those = (values: readonly unknown[], together: Conjunction, inside: Inside): Made => {
  const held = values.filter((value) => inside.judge(together.parts, value));
  return held.length > 0 ? fewValues(held) : unsatisfiable(pointersOf(together));
};

/** Values built from the keywords, and judged where a keyword was not built in. */
const builtValues = (together: Conjunction, inside: Inside): Made => {
  if (together.any.listed) return those(together.any.listed, together, inside);
  const made = typeValues(together, inside);
  if (made.kind !== 'ok' || !together.residual) return made;
  if (made.few) return those(made.few, together, inside);
  const arb = boundedFilter(made.arb, (value) => inside.judge(together.parts, value));
  return arb ? { ...made, arb } : unfound(together.parts, made.arb, inside);
};

/** Values for one way to meet several schemas: what the document prints for it first, then what its keywords give. */
export const wayValues = (together: Conjunction, inside: Inside): Made => {
  const printed = usablePrinted(together, inside);
  const made = builtValues(together, inside);
  if (inside.minimal || printed.length === 0 || made.kind === 'unsatisfiable') return made;
  // Printed values are enough where none can be built.
  if (made.kind === 'unsupported') return fewValues(printed);
  if (made.few) return fewValues([...new Map([...printed, ...made.few].map((value) => [jsonKey(value), value])).values()]);
  return { ...made, arb: fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...printed) }, { weight: 3, arbitrary: made.arb }) };
};
