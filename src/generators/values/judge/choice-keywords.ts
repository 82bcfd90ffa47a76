import { isObject } from '../../../contract/pointer.ts';
import { type Keyword, listIn, schemaIn } from './keyword.ts';

/** JSON Schema 2020-12, Core sections 8.2.3.1, 10.2.1 and 10.2.2. */
export const choiceKeywords: Readonly<Record<string, Keyword>> = {
  $ref: (given, _value, { resolve, here }) => {
    const schema = typeof given === 'string' ? resolve(given) : undefined;
    return schema !== undefined && here(schema);
  },
  allOf: (given, _value, { here }) => listIn(given).every((schema) => here(schemaIn(schema))),
  anyOf: (given, _value, { here }) => listIn(given).some((schema) => here(schemaIn(schema))),
  oneOf: (given, _value, { schema, here }) => {
    const count = listIn(given).filter((branch) => here(schemaIn(branch))).length;
    // A discriminator names the branch that is meant, so that another may match as well (OpenAPI 3.1, Discriminator Object).
    return isObject(schema['discriminator']) ? count >= 1 : count === 1;
  },
  not: (given, _value, { here }) => !here(schemaIn(given)),
  if: (given, _value, { schema, here }) => {
    const next = here(schemaIn(given)) ? schema['then'] : schema['else'];
    return next === undefined || here(schemaIn(next));
  },
};
