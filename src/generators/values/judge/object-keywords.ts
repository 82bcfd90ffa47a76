import { isObject } from '../../../contract/pointer.ts';
import { foundIn } from './found-in.ts';
import { type Around, type Keyword, listIn, schemaIn } from './keyword.ts';

type Members = Readonly<Record<string, unknown>>;

const onObjects =
  (holds: (value: Members, given: unknown, around: Around) => boolean): Keyword =>
  (given, value, around) =>
    !isObject(value) || holds(value, given, around);

const objectIn = (value: unknown): Members => (isObject(value) ? value : {});

const has = (value: Members, name: unknown): boolean => typeof name !== 'string' || Object.hasOwn(value, name);

const matches = (pattern: string, name: string): boolean => foundIn(name, pattern);

const isDeclared = (schema: Members, name: string): boolean =>
  Object.hasOwn(objectIn(schema['properties']), name) ||
  Object.keys(objectIn(schema['patternProperties'])).some((pattern) => matches(pattern, name));

/** JSON Schema 2020-12, Validation section 6.5 and Core sections 10.2.2.4 and 10.3.2. */
export const objectKeywords: Readonly<Record<string, Keyword>> = {
  minProperties: onObjects((value, given) => typeof given !== 'number' || Object.keys(value).length >= given),
  maxProperties: onObjects((value, given) => typeof given !== 'number' || Object.keys(value).length <= given),
  required: onObjects((value, given, { excused }) =>
    listIn(given).every((name) => has(value, name) || (typeof name === 'string' && excused.has(name))),
  ),
  dependentRequired: onObjects((value, given) =>
    Object.entries(objectIn(given)).every(
      ([name, needed]) => !Object.hasOwn(value, name) || listIn(needed).every((one) => has(value, one)),
    ),
  ),
  dependentSchemas: onObjects((value, given, { here }) =>
    Object.entries(objectIn(given)).every(([name, schema]) => !Object.hasOwn(value, name) || here(schemaIn(schema))),
  ),
  properties: onObjects((value, given, { judge }) =>
    Object.entries(objectIn(given)).every(([name, schema]) => !Object.hasOwn(value, name) || judge(schemaIn(schema), value[name])),
  ),
  patternProperties: onObjects((value, given, { judge }) =>
    Object.entries(objectIn(given)).every(([pattern, schema]) =>
      Object.entries(value).every(([name, member]) => !matches(pattern, name) || judge(schemaIn(schema), member)),
    ),
  ),
  additionalProperties: onObjects((value, given, { schema, judge }) =>
    Object.entries(value).every(([name, member]) => isDeclared(schema, name) || judge(schemaIn(given), member)),
  ),
  propertyNames: onObjects((value, given, { judge }) => Object.keys(value).every((name) => judge(schemaIn(given), name))),
};
