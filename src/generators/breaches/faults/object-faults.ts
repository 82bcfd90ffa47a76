import { below, isObject } from '../../../contract/pointer.ts';
import { madeUpName } from '../site.ts';
import { type Fault, listIn, numberIn, withAll } from './fault.ts';

type Written = Readonly<Record<string, unknown>>;

const isTyped = ({ type }: Written): Written => (type === undefined ? { type: 'object' } : {});

const propertiesOf = ({ properties }: Written): Written => (isObject(properties) ? properties : {});

const isText = (value: unknown): value is string => typeof value === 'string';

/** Objects without the member of a name, and with the other required ones. */
const lacking = (rest: Written, name: string, wanted: readonly unknown[]): Written => ({
  ...rest,
  ...isTyped(rest),
  properties: { ...propertiesOf(rest), [name]: false },
  required: wanted.filter((one) => one !== name),
});

const having = (rest: Written, name: string): Written => ({
  ...rest,
  ...isTyped(rest),
  properties: { ...propertiesOf(rest), [name]: true },
  required: [...listIn(rest['required']), name],
});

const extraMember: Fault = (given, rest) => (given === false ? [{ schema: having(rest, madeUpName), inside: below('', madeUpName) }] : []);

/** Names that break most rules about names. */
const oddNames = ['', 'CT EXTRA!', 'ct-extra-'.repeat(20), '-', '0', 'é'] as const;

/** JSON Schema 2020-12, Validation section 6.5 and Core section 10.3.2. */
export const objectFaults: Readonly<Record<string, Fault>> = {
  required: (given, rest) =>
    listIn(given)
      .filter(isText)
      .map((name) => ({ schema: lacking(rest, name, listIn(given)), inside: below('', name) })),
  additionalProperties: extraMember,
  unevaluatedProperties: extraMember,
  dependentSchemas: (given, rest) =>
    Object.entries(isObject(given) ? given : {}).map(([name, schema]) => ({ schema: withAll(having(rest, name), { not: schema }) })),
  propertyNames: (_given, rest) => oddNames.map((name) => ({ schema: having(rest, name), inside: below('', name) })),
  minProperties: (given, rest) => {
    const least = numberIn(given) ?? 0;
    return least < 1 ? [] : [{ schema: withAll({ ...rest, ...isTyped(rest) }, { maxProperties: least - 1 }) }];
  },
  maxProperties: (given, rest) => {
    const most = numberIn(given);
    return most === undefined ? [] : [{ schema: withAll({ ...rest, ...isTyped(rest) }, { minProperties: most + 1 }) }];
  },
  dependentRequired: (given, rest) =>
    Object.entries(isObject(given) ? given : {}).flatMap(([name, needed]) =>
      listIn(needed)
        .filter(isText)
        .map((other) => ({ schema: lacking(having(rest, name), other, [...listIn(rest['required']), name]), inside: below('', other) })),
    ),
};
