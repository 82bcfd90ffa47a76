import { operationWith } from '../../../contract/operation.ts';
import { headerValues, isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, HeaderDeclaration, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { saidIn } from '../../../contract/said.ts';
import { declarationFor, isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, rootLocation } from '../../../model/location.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';

/** What the successes of one operation with one status showed of a header. Plain JSON. */
type Seen = { readonly answers: number; readonly sent: boolean; readonly first: Breach | null };

type State = Readonly<Record<string, Seen>>;

/** So many answers without a header show that it is not sent. */
const enough = 2;

/** Most other operations that a finding names. */
const mostNamed = 5;

/** Fields that come with some answers by their nature, or that something before the service adds: a gateway, a tracer, a cache. */
const occasional =
  /^(?:link|set-cookie|retry-after|warning|deprecation|sunset|vary|via|age|server|date|.*replay(?:ed)?|content-(?:encoding|range|length)|transfer-encoding|access-control-.*|www-authenticate|.*rate-?limit.*|.*(?:request|trace|correlation|span)-?id|traceparent|tracestate|x-(?:cache|runtime|response-time|powered-by|amz.*)|cf-.*)$/iu;

/** Words with which a description says that the header does not come with each answer. */
const conditional =
  /\b(?:if|when|where|only|again|repeated|replay\w*|unless|until|may|might|can|optional(?:ly)?|sometimes|absent|missing|omitted|otherwise|except|without|deprecated|null|none)\b/iu;

/** Words with which the text of an operation says so of a header that it names: "the same key gives the first answer again, with `Order-Repeated: true`". */
const ofSomeAnswers = new RegExp(
  String.raw`${conditional.source}|\b(?:same|second|twice|already|as long as|while|once|repeat\w*|first)\b`,
  'iu',
);

/** Does the text of an operation, or the introduction, name a header as one of some answers. */
const isOnCondition = ({ document }: Contract, operation: Operation, name: string): boolean =>
  [...saidIn(valueAt(document, nodeOf(operation.location))), ...saidIn(document['info'])]
    .flatMap(sentencesOf)
    .some((sentence) => sentence.toLowerCase().includes(name.toLowerCase()) && ofSomeAnswers.test(sentence));

/** Does the document describe a header as one of each such answer: without `required: true`, which OAS-4 judges, and without a condition. */
const isPromised = (contract: Contract, operation: Operation, { name, required, location }: HeaderDeclaration): boolean => {
  if (required || occasional.test(name)) return false;
  const header = valueAt(contract.document, nodeOf(location));
  const words = isObject(header) && typeof header['description'] === 'string' ? header['description'] : '';
  if (isOnCondition(contract, operation, name)) return false;
  return !conditional.test(words) && !(isObject(header) && header['deprecated'] === true);
};

const together = (a: Seen | undefined, b: Seen): Seen =>
  a ? { answers: a.answers + b.answers, sent: a.sent || b.sent, first: a.sent || b.sent ? null : smallerBreach(a.first, b.first) } : b;

const promisedOf = new WeakMap<Contract, Map<string, readonly HeaderDeclaration[]>>();

/** The headers that the document promises for a status of an operation, found once. */
const promisedFor = (contract: Contract, operation: Operation, status: number): readonly HeaderDeclaration[] => {
  const all = promisedOf.get(contract) ?? new Map<string, readonly HeaderDeclaration[]>();
  promisedOf.set(contract, all);
  const key = `${status} ${operation.key}`;
  const found =
    all.get(key) ??
    declarationFor(operation.responses, status)?.headers.filter(
      (header) => isPromised(contract, operation, header) && !isJudgedElsewhere(operation, header.name.toLowerCase()),
    ) ??
    [];
  all.set(key, found);
  return found;
};

const promisedIn = (contract: Contract, exchange: Exchange): readonly HeaderDeclaration[] => {
  const operation = operationWith(contract, exchange.request.operation);
  const status = statusOf(exchange);
  if (!operation || status === undefined || !isSuccess(exchange) || isElsewhere(exchange)) return [];
  if (exchange.request.faults.length > 0 || exchange.sent.method !== operation.method) return [];
  if (operation.secured && !isKnownCaller(exchange)) return [];
  return promisedFor(contract, operation, status);
};

/** Is a header the place of something that other requirements judge: the total of a list, a quota, or the version of what answers 304. */
const isJudgedElsewhere = ({ conventions, responses }: Operation, name: string): boolean =>
  JSON.stringify(conventions).toLowerCase().includes(`$response.header.${name}"`) ||
  (['etag', 'last-modified'].includes(name) && responses.some(({ status }) => status === '304'));

export const describedHeadersSent = defineFold<State>({
  id: 'headers/described-sent',
  title: 'A header that the document describes for a success comes with it',
  why: 'A client that is generated from the document reads the header, and finds nothing.',
  fix: 'Send the header, or say in its description when it comes.',
  locations: (contract) => (contract.standard.size === 0 ? [] : [rootLocation]),
  init: () => ({}),
  step(state, exchange, contract) {
    const seen = promisedIn(contract, exchange).map(({ name }): readonly [string, Seen] => {
      const status = statusOf(exchange) ?? 0;
      const sent = headerValues(exchange, name).length > 0;
      const finding = { code: 'described-header-absent', where: name, expected: `${name} with status ${status}`, actual: 'no such header' };
      return [`${exchange.request.operation} ${status} ${name}`, { answers: 1, sent, first: sent ? null : breachIn(exchange, finding) }];
    });
    return seen.length === 0 ? state : { ...state, ...Object.fromEntries(seen.map(([key, one]) => [key, together(state[key], one)])) };
  },
  merge: (a, b) => ({ ...a, ...Object.fromEntries(Object.entries(b).map(([key, one]) => [key, together(a[key], one)])) }),
  conclude(state) {
    const all = Object.entries(state).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const judged = all.filter(([, { answers, sent }]) => sent || answers >= enough);
    if (judged.length === 0)
      return { ...inconclusive('no success with a described header was seen twice', []), unseen: true, optional: true };
    const breaches = judged.flatMap(([key, { first, answers, sent }]) => (sent || !first ? [] : [{ key, first, answers }]));
    const [shown, ...others] = breaches;
    if (!shown) return pass(judged.length);
    const elsewhere =
      others.length > 0
        ? `; nor has ${others
            .slice(0, mostNamed)
            .map(({ key }) => key)
            .join(', ')}`
        : '';
    const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : '';
    const finding = { ...findingOf(shown.first), actual: `no such field in ${shown.answers} answers${elsewhere}${more}` };
    return { kind: 'fail', judged: judged.length, breaches: breaches.length, finding };
  },
});
