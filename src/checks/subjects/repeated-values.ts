import { isDeepStrictEqual } from 'node:util';
import type { PropertyConventions } from '../../contract/conventions.ts';
import { evaluate } from '../../contract/expression.ts';
import { jsonOf } from '../../contract/message.ts';
import { tokensOf, valueAt } from '../../contract/pointer.ts';
import { shown } from '../../contract/schema/evaluate.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Observation, Observed } from '../kit/define.ts';
import { type MarkedMember, markedIn, markedMembers, markedLocations } from './marked-members.ts';

/** An observation without its texts: probes that generate requests use it too. */
type Sighting = Pick<Observation, 'locations' | 'observe'>;

const isRepeating = ({ repeats }: PropertyConventions): boolean => repeats !== undefined;
const isIncluding = ({ includes }: PropertyConventions): boolean => includes !== undefined;

/** Elements of an array are left out: the word does not state which of them repeats the value. */
const isSingle = ({ at }: MarkedMember): boolean => !tokensOf(at).includes('*');

/** Members of answers that repeat a value of the request, by the word `repeats`. */
export const repeatedValues: Sighting = {
  locations: (contract) =>
    [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere].flatMap((response) =>
      markedMembers(contract, response, isRepeating)
        .filter(isSingle)
        .map(({ location }) => location),
    ),
  observe: (exchange, contract) =>
    markedIn(contract, exchange, isRepeating)
      .filter(isSingle)
      .flatMap((member) => observeRepeated(exchange, member)),
};

/** Lists of answers that repeat one of the request, by the word `includes`. */
export const includedValues: Sighting = {
  locations: (contract) => markedLocations(contract, isIncluding),
  observe: (exchange, contract) =>
    exchange.request.faults.length === 0
      ? markedIn(contract, exchange, isIncluding).flatMap((member) => observeIncluded(exchange, member))
      : [],
};

/** The schema judges an absent member. */
const observeRepeated = (exchange: Exchange, { location, at, words: { repeats = '' } }: MarkedMember): Observed[] => {
  const body = jsonOf(exchange);
  const actual = body === undefined ? undefined : valueAt(body, at);
  const expected = evaluate(repeats, exchange);
  if (actual === undefined || expected === undefined) return [];
  const holds = repeats.startsWith('$request.body') ? repeatsValue(exchange, actual, expected) : repeatsText(actual, expected);
  if (holds === undefined) return [];
  if (holds) return [{ location, holds: true }];
  return [
    {
      location,
      holds: false,
      code: 'other-than-requested',
      where: `#${at}`,
      expected: `${shown(expected)}, as in ${repeats}`,
      actual: shown(actual),
    },
  ];
};

/** Values of the request line and of headers are texts, also where the answer has a number. */
const repeatsText = (actual: unknown, expected: unknown): boolean | undefined =>
  typeof expected === 'string' ? (typeof actual === 'string' || typeof actual === 'number') && String(actual) === expected : undefined;

/** Texts that no service has a reason to normalise. */
const plainText = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;

/** The usual forms of an id. */
const idForm = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d+)$/i;

/** Undefined where the two cannot be compared: a text that may be normalised, an id where the answer shows a name. */
const repeatsValue = (exchange: Exchange, actual: unknown, expected: unknown): boolean | undefined => {
  if (exchange.request.faults.length > 0) return undefined;
  if (typeof expected !== 'string') return typeof expected === typeof actual ? isDeepStrictEqual(actual, expected) : undefined;
  if (actual === expected) return true;
  if (!plainText.test(expected)) return undefined;
  return idForm.test(expected) && !idForm.test(String(actual)) ? undefined : false;
};

/** The schema judges an absent member, or one of another type. */
const observeIncluded = (exchange: Exchange, { location, at, words: { includes = '' } }: MarkedMember): Observed[] => {
  const actual = valueAt(jsonOf(exchange), at);
  const expected = evaluate(includes, exchange);
  if (!Array.isArray(actual) || !Array.isArray(expected) || expected.length === 0) return [];
  const missing = expected.filter((one) => !actual.some((other) => isDeepStrictEqual(one, other)));
  if (missing.length === 0) return [{ location, holds: true }];
  const wanted = `every element of ${shown(expected)}, as in ${includes}`;
  return [{ location, holds: false, code: 'requested-element-missing', where: `#${at}`, expected: wanted, actual: shown(actual) }];
};
