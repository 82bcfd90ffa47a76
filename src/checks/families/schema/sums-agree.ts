import { operationWith } from '../../../contract/operation.ts';
import { isDeepStrictEqual } from 'node:util';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isObject } from '../../../model/json.ts';
import { holdsValue } from '../../../model/request.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { amountIn } from '../../../contract/infer/money.ts';
import { countedOtherwise, countsByOutcome } from '../../subjects/counts-by-outcome.ts';
import { endAsAskedJudged, endsAsAsked } from '../../subjects/ends-as-asked.ts';
import { formerEndJudged, formerEndOf } from '../../subjects/former-ends.ts';
import { durationJudged, toldDurations } from '../../subjects/told-durations.ts';
import { endJudged, toldEnds } from '../../subjects/told-ends.ts';
import { judgedBy, toldFormulas } from '../../subjects/told-formulas.ts';
import { toldSums } from '../../subjects/told-sums.ts';

/** Half a hundredth, and a little for the notation: values may be rounded to hundredths. */
const tolerance = 0.006;

type Json = Readonly<Record<string, unknown>>;

/** The objects at steps into a value; `*` means all items of a list. */
const objectsAt = (value: unknown, [step, ...rest]: readonly string[]): readonly Json[] => {
  if (step === undefined) return isObject(value) ? [value] : [];
  if (step === '*') return Array.isArray(value) ? value.flatMap((one) => objectsAt(one, rest)) : [];
  return isObject(value) ? objectsAt(value[step], rest) : [];
};

/** How many entries a request had: its body is their list, or has one list alone. */
const entriesSent = ({ request: { body } }: Exchange): number | undefined => {
  const value = holdsValue(body) ? body.value : undefined;
  const lists = [value, ...(isObject(value) ? Object.values(value) : [])].filter((one) => Array.isArray(one));
  return lists.length === 1 ? lists[0]?.length : undefined;
};

export const sumsAgree = defineObservation({
  id: 'schema/sums-agree',
  title:
    'A number, or the end of a time, that a description derives from other values of the answer, or from the request, agrees with them',
  why: 'Whoever pays the total pays something else than the lines say, and whoever adds them up does not trust the rest.',
  fix: 'Compute the number from the values that the same answer shows.',
  locations: (contract) =>
    contract.operations
      .filter(
        (operation) =>
          [toldSums, toldFormulas, toldDurations, toldEnds, endsAsAsked, countsByOutcome].some(
            (told) => told(contract, operation).length > 0,
          ) || formerEndOf(contract, operation) !== undefined,
      )
      .map(({ location }) => location),
  observe(exchange, contract) {
    const operation = operationWith(contract, exchange.request.operation);
    if (!operation || !isSuccess(exchange) || isElsewhere(exchange)) return [];
    const { location } = operation;
    const body = jsonOf(exchange);
    const formulas = toldFormulas(contract, operation);
    const byFormulas = formulas.flatMap((formula) =>
      objectsAt(body, formula.around).flatMap((object): Observed[] => {
        const judged = judgedBy(formula, object);
        if (judged === 'unknown') return [];
        if (judged === 'agrees') return [{ location, holds: true }];
        const where = `#/${[...formula.around, formula.member].join('/')}`;
        const expected = `${Number(judged.value.toFixed(4))}, which is ${judged.words}: "${formula.sentence}"`;
        return [{ location, holds: false, code: 'sum-otherwise', where, expected, actual: String(object[formula.member]) }];
      }),
    );
    // What is read word by word needs no looser reading.
    const loose = toldSums(contract, operation).filter(
      ({ around, member }) => !formulas.some((one) => one.member === member && isDeepStrictEqual(one.around, around)),
    );
    const bySums = loose.flatMap(({ around, member, words, of, roundings }) =>
      objectsAt(body, around).flatMap((object): Observed[] => {
        const [shown, right] = [amountIn(object[member]), of(object)];
        if (shown === undefined || right === undefined) return [];
        if (Math.abs(shown - right) < tolerance * (1 + roundings(object))) return [{ location, holds: true }];
        const where = `#/${[...around, member].join('/')}`;
        const expected = `${Number(right.toFixed(4))}, which is ${words}`;
        return [{ location, holds: false, code: 'sum-otherwise', where, expected, actual: String(shown) }];
      }),
    );
    const byDurations = toldDurations(contract, operation).flatMap((told) =>
      objectsAt(body, told.around).flatMap((object): Observed[] => {
        const judged = durationJudged(told, object);
        if (judged === 'unknown') return [];
        if (judged === 'agrees') return [{ location, holds: true }];
        const where = `#/${[...told.around, told.member].join('/')}`;
        return [
          { location, holds: false, code: 'duration-otherwise', where, expected: judged.expected, actual: String(object[told.member]) },
        ];
      }),
    );
    const byEnds = toldEnds(contract, operation).flatMap((told) =>
      objectsAt(body, told.around).flatMap((object): Observed[] => {
        const judged = endJudged(told, object);
        if (judged === 'unknown') return [];
        if (judged === 'agrees') return [{ location, holds: true }];
        const where = `#/${[...told.around, told.member].join('/')}`;
        return [{ location, holds: false, code: 'end-otherwise', where, expected: judged.expected, actual: String(object[told.member]) }];
      }),
    );
    const byAsked = endsAsAsked(contract, operation).flatMap((told): readonly Observed[] => {
      const judged = endAsAskedJudged(told, exchange, body);
      if (judged === 'unknown') return [];
      if (judged === 'agrees') return [{ location, holds: true }];
      return [{ location, holds: false, code: 'end-otherwise', where: `#/${[...told.around, told.member].join('/')}`, ...judged }];
    });
    const byOutcomes = countsByOutcome(contract, operation).flatMap((counts): readonly Observed[] => {
      const wrong = countedOtherwise(counts, body, entriesSent(exchange));
      if (wrong === 'unknown') return [];
      if (!wrong) return [{ location, holds: true }];
      const expected = `${wrong.entries}, as many entries at ${counts.list} have "${counts.member}" "${wrong.value}"`;
      return [{ location, holds: false, code: 'count-otherwise', where: `#${wrong.where}`, expected, actual: String(wrong.told) }];
    });
    const former = formerEndOf(contract, operation);
    const judged = former ? formerEndJudged(former, exchange, body) : 'unknown';
    const byFormer = (): readonly Observed[] => {
      if (!former || judged === 'unknown') return [];
      if (judged === 'agrees') return [{ location, holds: true }];
      const where = `#/${former.list}/*/${former.span[1]}`;
      const expected = `${judged.expected} for the entry before the new one: "${former.sentence}"`;
      return [{ location, holds: false, code: 'end-otherwise', where, expected, actual: judged.actual }];
    };
    return [...byFormulas, ...bySums, ...byDurations, ...byEnds, ...byAsked, ...byOutcomes, ...byFormer()];
  },
});
