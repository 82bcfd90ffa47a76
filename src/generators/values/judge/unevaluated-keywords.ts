import { isObject } from '../../../contract/pointer.ts';
import { evaluatedBy } from './evaluated.ts';
import { type Keyword, schemaIn } from './keyword.ts';

/** JSON Schema 2020-12, Core section 11. */
export const unevaluatedKeywords: Readonly<Record<string, Keyword>> = {
  unevaluatedProperties: (given, value, around) => {
    if (!isObject(value)) return true;
    const { unevaluatedProperties: _self, ...rest } = around.schema;
    const evaluated = evaluatedBy(rest, value, around);
    return Object.keys(value).every((name) => evaluated.has(name) || around.judge(schemaIn(given), value[name]));
  },
  unevaluatedItems: (given, value, around) => {
    if (!Array.isArray(value)) return true;
    const { unevaluatedItems: _self, ...rest } = around.schema;
    const evaluated = evaluatedBy(rest, value, around);
    return value.every((item: unknown, index) => evaluated.has(String(index)) || around.judge(schemaIn(given), item));
  },
};
