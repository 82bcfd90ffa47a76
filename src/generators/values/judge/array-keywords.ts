import { jsonKey } from '../json-value.ts';
import { type Keyword, listIn, schemaIn } from './keyword.ts';

const onArrays =
  (holds: (value: readonly unknown[], ...rest: [given: unknown, around: Parameters<Keyword>[2]]) => boolean): Keyword =>
  (given, value, around) =>
    !Array.isArray(value) || holds(value, given, around);

const onLengths = (holds: (length: number, given: number) => boolean): Keyword =>
  onArrays((value, given) => typeof given !== 'number' || holds(value.length, given));

/** JSON Schema 2020-12, Validation section 6.4 and Core section 10.3.1. */
export const arrayKeywords: Readonly<Record<string, Keyword>> = {
  minItems: onLengths((length, given) => length >= given),
  maxItems: onLengths((length, given) => length <= given),
  uniqueItems: onArrays((value, given) => given !== true || new Set(value.map(jsonKey)).size === value.length),
  prefixItems: onArrays((value, given, { judge }) =>
    listIn(given).every((schema, index) => index >= value.length || judge(schemaIn(schema), value[index])),
  ),
  items: onArrays((value, given, { schema, judge }) => {
    const from = listIn(schema['prefixItems']).length;
    return value.slice(from).every((item) => judge(schemaIn(given), item));
  }),
  contains: onArrays((value, given, { schema, judge }) => {
    const { minContains: least, maxContains: most } = schema;
    const count = value.filter((item) => judge(schemaIn(given), item)).length;
    return count >= (typeof least === 'number' ? least : 1) && count <= (typeof most === 'number' ? most : Infinity);
  }),
};
