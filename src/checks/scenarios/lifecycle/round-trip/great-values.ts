import { wordsOf } from '../../../../contract/infer/words.ts';
import type { Contract } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import type { BodyMember } from '../../../../generators/body-members.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { typesOf } from '../../../../generators/resolved-schema.ts';
import { isSettable } from '../../../../generators/whole-body.ts';
import { isServersOwn } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';

/**
 * Numbers that change where they are kept in too few bits: 53, 32 or 24 of a whole number, and cents beside more digits than 24 bits hold. The greatest first.
 */
const whole = [9_007_199_254_740_991, 99_999_999_999, 4_294_967_299, 16_777_217];
const decimal = [98_765_432.19, 8_765_432.12];

/**
 * Amounts for lower limits. A hundred times each is a little less than a whole number where it is calculated in binary (IEEE 754), so that one who takes the whole part of it
 * for the cents loses one.
 */
const cents = [8765.38, 65.21, 8.29, 0.29];
const amounts = ['98765432.19', '8765432.19', '98765432.1', '987654321'];

/** From here on, only a limit of its own or the 64 bits of its format say that such a number is meant. */
const widest = 2 ** 31;

/** Words of members whose size depends on something else, or makes the server do more. */
const dependent: ReadonlySet<string> = new Set(
  'min max minimum maximum from to until since start end before after lower upper used free left remaining offset page limit size capacity count number year month day hour minute second seconds minutes hours days port age percent rate ratio latitude longitude lat lng lon'.split(
    ' ',
  ),
);

/** Words of members that hold money, of which great sums are ordinary; of what may be counted or made, a service may do as much as it is told. */
const money: ReadonlySet<string> = new Set(
  'amount price cost fee cents sum salary budget deposit balance revenue turnover worth'.split(' '),
);

const limitOf = (schema: BodyMember['schema']): number | undefined => {
  if (!isObject(schema)) return undefined;
  const { maximum, exclusiveMaximum } = schema;
  return [maximum, exclusiveMaximum].find((one) => typeof one === 'number');
};

/** Does a document mean a number as great as this: by a limit of its own, or by a format; a decimal of a few digits is always meant. */
const isMeant = ({ schema }: BodyMember, value: number): boolean => {
  const limit = limitOf(schema);
  const is64 = isObject(schema) && schema['format'] === 'int64';
  return value < widest || (limit !== undefined && limit >= value) || (is64 && value < 2 ** 33);
};

const greatest = (document: Contract['document'], member: BodyMember): unknown => {
  const { schema } = member;
  const types = typesOf(schema);
  if (types.includes('integer')) return whole.find((one) => isMeant(member, one) && mayBeSent(document, schema, one));
  const decimals = hasCents(member) ? [...decimal, ...cents] : decimal;
  if (types.includes('number')) return decimals.find((one) => isMeantDecimal(schema, one) && mayBeSent(document, schema, one));
  // An amount may be a text of digits: then its pattern takes no other one.
  const isDigits = types.includes('string') && isObject(schema) && typeof schema['pattern'] === 'string';
  return isDigits && !mayBeSent(document, schema, 'ct') ? amounts.find((one) => mayBeSent(document, schema, one)) : undefined;
};

/** Is a member said to have cents, by a step or by a word for money: a number of another kind may be one that is counted. */
const hasCents = ({ name, schema }: BodyMember): boolean =>
  wordsOf(name).some((word) => money.has(word)) ||
  (isObject(schema) && typeof schema['multipleOf'] === 'number' && schema['multipleOf'] < 1);

/** Without a limit, a number of seven digits is as much as most stores are made for. */
const isMeantDecimal = (schema: BodyMember['schema'], value: number): boolean => limitOf(schema) !== undefined || value < 10_000_000;

/** Great numbers for members of a body that a client decides, and amounts with telling cents for those with low limits; empty where there is none. */
export const greatValues = (document: Contract['document'], members: readonly BodyMember[]): Resource =>
  Object.fromEntries(
    members.flatMap((member) => {
      const { name } = member;
      const words = wordsOf(name);
      const isMoney = words.some((word) => money.has(word));
      if (!isSettable(member) || isServersOwn(name) || words.some((word) => dependent.has(word))) return [];
      if (!isMoney && limitOf(member.schema) === undefined) return [];
      const value = greatest(document, member);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
