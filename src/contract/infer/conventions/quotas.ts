import { nodeOf } from '../../../model/location.ts';
import type { HeaderDeclaration, Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { tooManyRequests } from '../../quota-error-response.ts';
import type { TimeForm } from '../../x-assay/rate-limit.ts';
import type { DocumentView, Inference } from './convention.ts';
import { descriptionOf, inWords } from './paging-members.ts';

type Document = DocumentView['document'];

const unitSeconds: Readonly<Record<string, number>> = { second: 1, sec: 1, minute: 60, min: 60, hour: 3600 };

/** "300 requests per minute", "1,000 calls every 15 minutes", "60 requests/min". */
const sentences =
  /(?<![\d.,-])(\d{1,3}(?:[,_ ]\d{3})+|\d+) (?:API |HTTP )?(?:requests|calls)(?: ?\/ ?| (?:per|an?|each|every|in|within) )(\d+ )?(seconds?|sec|minutes?|min|hours?)\b/giu;

/** Words near a number that show that it holds for some callers or some calls only, or that there is more than one. */
const isPartial =
  /\b(?:free|trial|paid|premium|pro|basic|enterprise|business|tiers?|plans?|subscriptions?|anonymous|unauthenticated|authenticated|guests?|bursts?|endpoints?|average|sustained|concurrent|by default|defaults?|typical\w*|usually|recommend\w*|at least|up to|sandbox|test mode|search|upload|writes?|reads?|exempt|custom|can be (?:raised|increased))\b/iu;

/** A longer window than this cannot be waited for. */
const longestSeconds = 3600;

/** A burst above a smaller quota, or one of a shorter window, shows nothing. */
const least = { limit: 20, seconds: 2 } as const;

type Told = { readonly limit: number; readonly seconds: number; readonly sentence: string };

/** The quotas that a text states in numbers; null for one that holds for a part only. */
const toldIn = (text: string): readonly (Told | null)[] =>
  text
    .split(/(?<=[.!?])\s+|\n\s*\n|\n(?=\s*[-*|#])/u)
    .map((one) => one.replaceAll(/\s+/gu, ' ').trim())
    .flatMap((sentence) =>
      [...sentence.matchAll(sentences)].map(([, number = '', times = '1', unit = '']) =>
        isPartial.test(sentence)
          ? null
          : {
              limit: Number(number.replaceAll(/\D/gu, '')),
              seconds: Number(times) * (unitSeconds[unit.toLowerCase().replace(/s$/u, '')] ?? Infinity),
              sentence,
            },
      ),
    );

const refusing = ({ responses }: Operation) => responses.filter(({ status }) => status === String(tooManyRequests));

const textAt = (document: Document, pointer: string): string => {
  const text = valueAt(document, `${pointer}/description`);
  return typeof text === 'string' ? text : '';
};

/** Names of header fields about the quota, in words. */
const fields = {
  limit: /^(?:x )?rate ?limit limit$/u,
  remaining: /^(?:x )?rate ?limit remaining$/u,
  reset: /^(?:x )?rate ?limit reset$/u,
} as const;

/** The only field of a kind that any answer is described with; undefined where there is none, or where there are several. */
const only = (headers: readonly HeaderDeclaration[], form: RegExp): HeaderDeclaration | undefined => {
  const found = headers.filter(({ name }) => form.test(inWords(name)));
  return new Set(found.map(({ name }) => name.toLowerCase())).size === 1 ? found[0] : undefined;
};

/** Forms in which the moment of a field may be written, as its description tells; several where it tells none. */
const unitsOf = (document: Document, { location, schema }: HeaderDeclaration): readonly TimeForm[] => {
  const text = `${textAt(document, nodeOf(location))} ${descriptionOf(document, schema)}`;
  if (/\bepoch|\bunix\b|since 1970/iu.test(text)) return ['epoch-seconds', 'epoch-milliseconds'];
  if (/\bseconds\b/iu.test(text) && /\buntil\b|\bleft\b|\bremain/iu.test(text)) return ['seconds'];
  return ['seconds', 'epoch-seconds', 'epoch-milliseconds', 'http-date', 'date-time'];
};

const headerWords = (document: Document, operations: readonly Operation[]) => {
  const headers = operations.flatMap(({ responses }) => responses.flatMap((response) => response.headers));
  const [limit, remaining, reset] = [fields.limit, fields.remaining, fields.reset].map((form) => only(headers, form));
  const words = {
    ...(limit === undefined ? {} : { limit: limit.name }),
    ...(remaining === undefined ? {} : { remaining: remaining.name }),
    ...(reset === undefined ? {} : { reset: { name: reset.name, unit: unitsOf(document, reset) } }),
  };
  return Object.keys(words).length === 0 ? {} : { headers: words };
};

/**
 * `rateLimit`: where a document describes 429 (RFC 6585, section 4) and states one quota in a sentence with numbers, for everybody and for all requests.
 * The sentence is looked for where such a quota is told: in the description of the API and in those of the responses with 429.
 */
export const inferQuota: Inference = ({ document, operations }) => {
  const responses = operations.flatMap(refusing);
  if (responses.length === 0) return [];
  const described = isObject(document['info']) ? document['info']['description'] : undefined;
  const texts = [typeof described === 'string' ? described : '', ...responses.map(({ location }) => textAt(document, nodeOf(location)))];
  const told = [...new Set(texts)].flatMap(toldIn);
  const [first] = told;
  const isOne = told.every((one) => one !== null && one.limit === first?.limit && one.seconds === first.seconds);
  if (!first || !isOne || first.limit < least.limit || first.seconds < least.seconds || first.seconds > longestSeconds) return [];
  const [waiting] = responses.flatMap(({ headers }) => headers).filter(({ name }) => name.toLowerCase() === 'retry-after');
  return [
    {
      operation: null,
      word: ['rateLimit'],
      value: {
        window: { seconds: first.seconds },
        plans: { default: { limit: first.limit } },
        ...headerWords(document, operations),
        exceeded: { status: tooManyRequests },
        ...(waiting === undefined ? {} : { retryAfter: { header: waiting.name, on: [tooManyRequests] } }),
      },
      why: `The document says "${first.sentence.replaceAll(/[*_`]/gu, '').slice(0, 160)}", and ${responses.length} operations describe 429.`,
    },
  ];
};
