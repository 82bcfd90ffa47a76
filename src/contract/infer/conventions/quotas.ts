import { nodeOf } from '../../../model/location.ts';
import type { HeaderDeclaration, Operation } from '../../model.ts';
import { below, isObject, valueAt } from '../../pointer.ts';
import { tooManyRequests } from '../../quota-error-response.ts';
import type { TimeForm } from '../../x-assay/rate-limit.ts';
import type { DocumentView, Inference } from './convention.ts';
import { descriptionOf, inWords } from './paging-members.ts';
import { fieldsToldIn, promisesRetryAfter, quotasToldIn, tellsTooMany, windowToldIn } from './quota-sentences.ts';

type Document = DocumentView['document'];

/** A longer window than this cannot be waited for. */
const longestSeconds = 3600;

/** A burst above a smaller quota, or one of a shorter window, shows nothing. */
const least = { limit: 20, seconds: 2 } as const;

const refusing = ({ responses }: Operation) => responses.filter(({ status }) => status === String(tooManyRequests));

const textAt = (document: Document, pointer: string): string => {
  const text = valueAt(document, `${pointer}/description`);
  return typeof text === 'string' ? text : '';
};

/** Names of header fields about the quota, in words. */
const fieldForms = {
  limit: /^(?:x )?rate ?limit limit$/u,
  remaining: /^(?:x )?rate ?limit remaining$/u,
  reset: /^(?:x )?rate ?limit reset$/u,
} as const;

/** The only field of a kind that any answer is described with; undefined where there is none, or where there are several. */
const only = (headers: readonly HeaderDeclaration[], form: RegExp): HeaderDeclaration | undefined => {
  const found = headers.filter(({ name }) => form.test(inWords(name)));
  return new Set(found.map(({ name }) => name.toLowerCase())).size === 1 ? found[0] : undefined;
};

/** Forms in which the moment of a field may be written, as a text about it tells; several where it tells none. */
const unitsOf = (name: string, text: string): readonly TimeForm[] => {
  if (/\bepoch|\bunix\b|since 1970|\btimestamp\b/iu.test(text)) return ['epoch-seconds', 'epoch-milliseconds'];
  const isAhead = /\buntil\b|\bleft\b|\bremain|\bfrom now\b|\bto wait\b|\bbefore\b/iu.test(text);
  // Without X- the field has always been a number of seconds from now (draft-ietf-httpapi-ratelimit-headers, versions 00 to 06).
  const isOfDraft = !/^x-/iu.test(name) && !/\btime\b|\bmoment\b|\bUTC\b|\bclock\b/iu.test(text);
  if (/\bseconds\b/iu.test(text) && (isAhead || isOfDraft)) return ['seconds'];
  return ['seconds', 'epoch-seconds', 'epoch-milliseconds', 'http-date', 'date-time'];
};

type Field = { readonly name: string; readonly text: string; readonly always: boolean };

/** The fields about the quota: those that answers are described with, else those that a text names. */
const fieldsOf = (document: Document, operations: readonly Operation[], told: ReturnType<typeof fieldsToldIn>) => {
  const headers = operations.flatMap(({ responses }) => responses.flatMap((response) => response.headers));
  const isDescribed = headers.some(({ name }) => Object.values(fieldForms).some((form) => form.test(inWords(name))));
  const field = (part: keyof typeof fieldForms): Field | undefined => {
    const described = only(headers, fieldForms[part]);
    const said = told[part];
    const isSame = described !== undefined && said?.name.toLowerCase() === described.name.toLowerCase();
    if (described !== undefined) {
      const own = `${textAt(document, nodeOf(described.location))} ${descriptionOf(document, described.schema)}`;
      return { name: described.name, text: isSame ? `${own} ${said.about}` : own, always: isSame && said.always };
    }
    return said === undefined || isDescribed ? undefined : { name: said.name, text: said.about, always: said.always };
  };
  return { limit: field('limit'), remaining: field('remaining'), reset: field('reset') };
};

const headerWords = ({ limit, remaining, reset }: ReturnType<typeof fieldsOf>) => {
  const words = {
    ...(limit === undefined ? {} : { limit: limit.name }),
    ...(remaining === undefined ? {} : { remaining: remaining.name }),
    ...(reset === undefined ? {} : { reset: { name: reset.name, unit: unitsOf(reset.name, reset.text) } }),
  };
  const named = [limit, remaining, reset].filter((one) => one !== undefined);
  if (named.length === 0) return {};
  return { headers: { ...words, ...(named.every(({ always }) => always) ? { always: true } : {}) } };
};

/**
 * Texts in which a quota is told: of the API and its credentials, and those of responses with 429 and of fields about a quota that at least half of
 * the operations have. What a few operations say holds for them alone.
 */
const textsIn = (document: Document, operations: readonly Operation[]): readonly string[] => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  const general = ['#/info', ...Object.keys(isObject(schemes) ? schemes : {}).map((name) => below('#/components/securitySchemes', name))];
  const times = new Map<string, number>();
  for (const operation of operations) {
    const headers = operation.responses
      .flatMap((response) => response.headers)
      .filter(({ name }) => Object.values(fieldForms).some((form) => form.test(inWords(name))));
    const own = [...refusing(operation), ...headers].map(({ location }) => textAt(document, nodeOf(location)));
    for (const text of new Set(own)) times.set(text, (times.get(text) ?? 0) + 1);
  }
  const shared = [...times].filter(([, count]) => 2 * count >= operations.length).map(([text]) => text);
  return [...new Set([...general.map((pointer) => textAt(document, pointer)), ...shared])].filter((text) => text !== '');
};

/**
 * `rateLimit`: where a document states one quota in a sentence with numbers, for everybody and for all requests, and describes 429 (RFC 6585,
 * section 4) or names it in such a text. The header fields are those that responses are described with, or those that these texts name.
 */
export const inferQuota: Inference = ({ document, operations }) => {
  const responses = operations.flatMap(refusing);
  const texts = textsIn(document, operations);
  // Calls without the credential draw on no quota of it, whatever is said of them.
  const isExempt = (path: string): boolean => operations.every((one) => one.path !== path || (!one.secured && !one.takesKey));
  if (responses.length === 0 && !texts.some((text) => quotasToldIn(text, isExempt).length > 0 && tellsTooMany(text))) return [];
  const told = texts.flatMap((text) => quotasToldIn(text, isExempt));
  const [first] = told;
  const isOne = told.every((one) => one !== null && one.limit === first?.limit && one.seconds === first.seconds);
  const fields = fieldsOf(document, operations, fieldsToldIn(texts.join('\n\n')));
  // The number may stand only in the answers, beside the words "requests per minute" in the description of their field.
  const window = first === undefined && fields.limit !== undefined ? windowToldIn(fields.limit.text) : first?.seconds;
  if (!isOne || first === null || window === undefined || window < least.seconds || window > longestSeconds) return [];
  if (first !== undefined && first.limit < least.limit) return [];
  const [described] = responses.flatMap(({ headers }) => headers).filter(({ name }) => name.toLowerCase() === 'retry-after');
  const always = texts.some(promisesRetryAfter);
  const waiting = described?.name ?? (always ? 'Retry-After' : undefined);
  const shown = responses.length === 0 ? 'names 429 there' : `${responses.length} operations describe 429`;
  return [
    {
      operation: null,
      word: ['rateLimit'],
      value: {
        window: { seconds: window },
        ...(first === undefined ? {} : { plans: { default: { limit: first.limit } } }),
        ...headerWords(fields),
        exceeded: { status: tooManyRequests },
        ...(waiting === undefined ? {} : { retryAfter: { header: waiting, on: [tooManyRequests], ...(always ? { always } : {}) } }),
      },
      why: `The document says "${(first?.sentence ?? fields.limit?.text ?? '').replaceAll(/[*_`]/gu, '').trim().slice(0, 160)}", and ${shown}.`,
    },
  ];
};
