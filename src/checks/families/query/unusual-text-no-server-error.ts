import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { unusualQueryText } from '../../scenarios/calls/reads.ts';
import { type TextQuery, textQueries } from '../../subjects/text-parameters.ts';

/** The length of a text that no filter expects and every server can read, in letters. */
const letters = 500;

/**
 * Texts that people type into a search, or that a page passes on. They harm nothing: none of them is a statement of a language, they only end or open
 * what a careless server builds from them.
 */
const unusualTexts = [
  { what: 'an apostrophe', text: "O'Brien" },
  { what: 'signs that queries, patterns and paths read', text: '100% "a_*(b[ ../c\\' },
  { what: 'letters outside ASCII', text: 'Zo\u00EB \u0218tefan \u65E5\u672C \u{1F680}' },
  { what: `${letters} letters`, text: 'abcdefghij'.repeat(letters / 10) },
  { what: 'no letter', text: '' },
] as const;

type Tried = {
  readonly what: string;
  readonly text: string;
  readonly first: Exchange;
  /** After a failure: a read without the text, and the one with it once more. */
  readonly repeated: { readonly plain: Exchange; readonly again: Exchange } | undefined;
};

/** Statuses that say nothing about a text: who asks or how often was refused, or a server in front could not do its part (RFC 9110, section 15.6). */
const otherReasons: readonly number[] = [401, 403, 429, 501, 502, 503, 504];

const isTelling = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && !otherReasons.includes(status);
};

const isFailure = (exchange: Exchange): boolean => isTelling(exchange) && (statusOf(exchange) ?? 0) >= 500;

export const unusualQueryTextNoServerError = defineProbe<TextQuery, readonly Tried[]>({
  id: 'query/unusual-text-no-server-error',
  title: 'An unusual text in a query parameter is not answered with a 5xx',
  why: 'People search for names with apostrophes and for letters of every language; a text that breaks a query may also be a way into the data.',
  fix: 'Pass texts to queries and patterns as values and never as a part of them, and refuse what cannot be handled with a 4xx.',
  phase: 'read',
  exclusive: 'nothing',
  over: textQueries,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: unusualTexts.length + 2, creates: 0 }),
  async run({ operation, parameter }, session) {
    const tried: Tried[] = [];
    for (const { what, text } of unusualTexts) {
      if (!mayBeSent(session.contract.document, parameter.schema, text)) continue;
      const first = await session.run(unusualQueryText, { operation: operation.key, parameter: parameter.name, value: text });
      if (!isFailure(first)) {
        tried.push({ what, text, first, repeated: undefined });
        continue;
      }
      const plain = await session.send(usableRequest(session, operation, 'plain'));
      tried.push({ what, text, first, repeated: { plain, again: await session.send(first.request) } });
      // One text that breaks it is enough.
      break;
    }
    return tried;
  },
  judge({ parameter: { name } }, tried) {
    const broken = tried.find(({ repeated }) => repeated !== undefined);
    if (broken?.repeated !== undefined) {
      const { what, text, first, repeated } = broken;
      const { plain, again } = repeated;
      const actual = `status ${outcomeOf(first)}, and ${outcomeOf(again)} again; without the parameter ${outcomeOf(plain)}`;
      if (!isSuccess(plain) || !isFailure(again)) return inconclusive(`${what} in "${name}" got ${actual}`, [first, plain, again]);
      const shown = text.length > 40 ? '' : `, "${text}"`;
      const expected = `a success or a 4xx to ${what} in "${name}"${shown}`;
      const counts = { judged: tried.filter(({ first: one }) => isTelling(one)).length, breaches: 1 };
      return fail({ code: 'unusual-text-server-error', where: `query ${name}`, expected, actual }, [first, again, plain], counts);
    }
    const judged = tried.filter(({ first }) => isTelling(first)).length;
    const reason = `No unusual text in "${name}" was answered by the service itself`;
    return judged > 0
      ? pass(judged)
      : inconclusive(
          reason,
          tried.map(({ first }) => first),
        );
  },
});
