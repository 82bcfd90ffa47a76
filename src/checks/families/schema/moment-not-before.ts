import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { readMoment } from '../../../contract/moment.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { type MarkedMember, markedMembers, markedOf } from '../../subjects/marked-members.ts';

/** Moments may be cut to whole seconds, or come from two clocks. */
const roundingMs = 2000;

const isLater = ({ notBefore }: { readonly notBefore?: string }): boolean => notBefore !== undefined;

export const momentNotBefore = defineObservation({
  id: 'schema/moment-not-before',
  title: 'A moment that follows another one is not earlier than it',
  why: 'Whoever sorts by the last change, or asks what is new since then, misses what claims to be older than itself.',
  fix: 'Set the later moment when the thing is created, and move it forward only.',
  places: (contract) => contract.operations.flatMap((operation) => markedOf(contract, operation, isLater).map(({ place }) => place)),
  observe: (exchange, contract) =>
    isSuccess(exchange)
      ? describedResponses(contract, exchange)
          .flatMap((response) => markedMembers(contract, response, isLater))
          .flatMap((member) => observeAll(exchange, member))
      : [],
});

const observeAll = (exchange: Exchange, { place, at, words }: MarkedMember): Observed[] => {
  const tokens = tokensOf(at);
  const name = tokens.at(-1) ?? '';
  return around(jsonOf(exchange), tokens.slice(0, -1)).flatMap((thing): Observed[] => {
    const [later, earlier] = [`/${name}`, words.notBefore ?? ''].map((pointer) => readMoment(valueAt(thing, pointer))?.ms);
    if (later === undefined || earlier === undefined) return [];
    if (later >= earlier - roundingMs) return [{ place, holds: true }];
    const expected = `a moment not before ${shown(valueAt(thing, words.notBefore ?? ''))}`;
    return [{ place, holds: false, code: 'earlier', where: `#${at}`, expected, actual: shown(valueAt(thing, `/${name}`)) }];
  });
};

/** The objects at a pointer; `*` stands for the elements of an array. */
const around = (value: unknown, [token, ...rest]: readonly string[]): unknown[] => {
  if (token === undefined) return [value];
  if (token === '*') return Array.isArray(value) ? value.flatMap((one) => around(one, rest)) : [];
  return isObject(value) ? around(value[token], rest) : [];
};
