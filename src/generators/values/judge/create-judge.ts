import type { Schema } from '../../../contract/model.ts';
import type { Direction, ValueContext } from '../generated.ts';
import { hiddenNames } from '../hidden.ts';
import { referencedSchema } from '../reference.ts';
import { anyKeywords } from './any-keywords.ts';
import { arrayKeywords } from './array-keywords.ts';
import { choiceKeywords } from './choice-keywords.ts';
import { Unmatched } from './found-in.ts';
import type { Judge, Keyword } from './keyword.ts';
import { numberKeywords } from './number-keywords.ts';
import { objectKeywords } from './object-keywords.ts';
import { textKeywords } from './text-keywords.ts';
import { unevaluatedKeywords } from './unevaluated-keywords.ts';

const keywords = new Map<string, Keyword>(
  [anyKeywords, numberKeywords, textKeywords, arrayKeywords, objectKeywords, choiceKeywords, unevaluatedKeywords].flatMap((table) =>
    Object.entries(table),
  ),
);

export type JudgeOptions = Pick<ValueContext, 'document'> & {
  readonly direction?: Direction | undefined;
  /** Are formats asserted? Default: yes. */
  readonly formats?: boolean;
  /** Keywords of one node that are treated as absent. */
  readonly without?: { readonly node: Schema; readonly keywords: readonly string[] };
  /** The result for a value that cannot be judged, because a pattern takes too long. Default: that it does not match. */
  readonly otherwise?: boolean;
};

/**
 * Judges values as the generators understand schemas: exact decimals, lengths in code points, names that may be absent in one direction.
 * Generators check themselves by it; tests prove it against another validator. A schema must have been found supported before
 * (`unsupportedIn`); one that refers to itself in place never ends.
 */
export const createJudge = ({ document, direction, formats = true, without, otherwise = false }: JudgeOptions): Judge => {
  const resolve = (ref: string): Schema | undefined => referencedSchema(document, ref)?.schema;
  const judge: Judge = (schema, value, excused) => {
    if (typeof schema === 'boolean') return schema;
    if (value === null && schema['nullable'] === true) return true;
    const excusedHere = excused ?? hiddenNames(document, direction, schema);
    const here = (other: Schema): boolean => judge(other, value, excusedHere);
    const around = { schema, judge: inside, here, excused: excusedHere, resolve, formats };
    for (const name of Object.keys(schema)) {
      if (without?.node === schema && without.keywords.includes(name)) continue;
      const keyword = keywords.get(name);
      if (keyword && !keyword(schema[name], value, around)) return false;
    }
    return true;
  };
  const inside: Judge = (schema, value) => judge(schema, value);
  return (schema, value, excused) => {
    try {
      return judge(schema, value, excused);
    } catch (error) {
      if (error instanceof Unmatched) return otherwise;
      throw error;
    }
  };
};
