import { answerOf, headerValues, wholeNumber } from '../../../contract/message.ts';
import type { HeaderDeclaration } from '../../../contract/model.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';

/** The number of requests that remain, and the quota that it belongs to: two header fields of one response. */
type Pair = { readonly remaining: HeaderDeclaration; readonly limit: HeaderDeclaration };

const inWords = ({ name }: Pick<HeaderDeclaration, 'name'>): string => wordsOf(name).join(' ');

/** Names such as `X-RateLimit-Remaining` and `RateLimit-Remaining-Minute`, each with one that says `Limit` in the place of `Remaining`. */
const pairsIn = (headers: readonly HeaderDeclaration[]): Pair[] =>
  headers
    .filter((header) => /\brate ?limit\b.* remaining\b/u.test(inWords(header)))
    .flatMap((remaining) => {
      const wanted = inWords(remaining).replace(/ remaining\b/u, ' limit');
      return headers.filter((header) => inWords(header) === wanted).map((limit) => ({ remaining, limit }));
    });

/** The quota: the first number, which may have policies behind it (`100, 100;w=60`). */
const quotaIn = (exchange: Exchange, { limit }: Pair): number | undefined =>
  wholeNumber(/^\s*(\d+)\s*(?:[,;].*)?$/u.exec(headerValues(exchange, limit.name)[0] ?? '')?.[1] ?? '');

/** A bucket may hold more than a window lets through, where it says so. */
const tellsBurst = (exchange: Exchange): boolean => answerOf(exchange)?.headers.some(([name]) => /burst/iu.test(name)) === true;

export const remainingAtMostLimit = defineObservation({
  id: 'rate-limit/remaining-at-most-limit',
  title: 'The reported number of requests that remain is not above the reported quota',
  why: 'Clients plan by this number; one that is above the quota lets them run into refusals.',
  fix: 'Send both numbers from the same count, in the fields that belong to it.',
  optional: true,
  locations: ({ operations }) =>
    operations.flatMap(({ responses }) => responses.flatMap(({ headers }) => pairsIn(headers).map(({ remaining }) => remaining.location))),
  observe(exchange, contract) {
    if (tellsBurst(exchange)) return [];
    return describedResponses(contract, exchange).flatMap(({ headers }) =>
      pairsIn(headers).flatMap((pair): Observed[] => {
        const { location, name } = pair.remaining;
        const [quota, remaining] = [quotaIn(exchange, pair), wholeNumber(headerValues(exchange, name)[0] ?? '')];
        if (quota === undefined || remaining === undefined) return [];
        if (remaining <= quota) return [{ location, holds: true }];
        const expected = `at most ${quota}, as ${pair.limit.name} says`;
        return [{ location, holds: false, code: 'remaining-above-limit', where: name, expected, actual: String(remaining) }];
      }),
    );
  },
});
