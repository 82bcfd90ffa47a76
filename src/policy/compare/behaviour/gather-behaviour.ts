import type { Contract } from '../../../contract/model.ts';
import { tooManyRequests } from '../../../contract/quota-error-response.ts';
import type { StoredAnswer, StoredExchange } from '../../../model/stored-exchange.ts';
import { alternativesText, answerText, bodyOf, challengeText, errorShape, fieldValues, memberTypes, valueForm } from './answer-words.ts';
import type { BehaviourCell } from './behaviour-row.ts';
import { mistakeOf } from './mistake-of.ts';
import { type Seen, seenMembers, seenValues } from './seen.ts';
import { declaredPaging, seenLists } from './seen-lists.ts';
import { type Mistake, situations, type Trait } from './situations.ts';

/** Fields that frame a message, have a row of their own, or change from moment to moment. */
const leftOut: ReadonlySet<string> = new Set([
  'age',
  'alt-svc',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'proxy-connection',
  'retry-after',
  'server-timing',
  'set-cookie',
  'trailer',
  'transfer-encoding',
]);

const isAboutQuota = (name: string): boolean => /rate-?limit|quota/u.test(name);

type HeadersOf = (answer: StoredAnswer) => ReadonlyMap<string, string>;

/** Lower-case names of the headers about the quota, with the form of their values. */
const quotaHeaders =
  (contract: Contract | undefined): HeadersOf =>
  ({ headers }) => {
    const { limit, remaining, reset } = contract?.conventions.rateLimit?.headers ?? {};
    const declared = new Set([limit, remaining, reset?.name].map((name) => name?.toLowerCase()));
    const found = headers.map(([name, value]) => [name.toLowerCase(), valueForm(value.trim())] as const);
    return new Map(found.filter(([name]) => isAboutQuota(name) || declared.has(name)));
  };

const otherHeaders =
  (isQuota: HeadersOf): HeadersOf =>
  (answer) => {
    const quota = isQuota(answer);
    const names = answer.headers.map(([name]) => name.toLowerCase());
    return new Map(names.filter((name) => !leftOut.has(name) && !quota.has(name)).map((name) => [name, '']));
  };

/** What the exchanges of one target show. Why a row is empty is decided later. */
export type GatheredBehaviour = {
  add(exchange: StoredExchange): void;
  /** By the id of the row; without rows for which nothing was seen. */
  cells(): ReadonlyMap<string, BehaviourCell>;
  /** Rows for which requests were sent and no usable answer came. */
  readonly unanswered: ReadonlySet<string>;
};

/**
 * Gathers the behaviour of one target from its exchanges, in the order of sending. Its memory does not grow with their number.
 * @param contract That of the run; without it, rows that need it stay empty.
 */
export const gatherBehaviour = (contract: Contract | undefined): GatheredBehaviour => {
  const values = new Map<string, Seen>();
  const of = (id: Mistake | Trait): Seen => {
    const known = values.get(id) ?? seenValues();
    values.set(id, known);
    return known;
  };
  const lists = seenLists(contract);
  const onSuccess = seenMembers();
  const onErrorResponse = seenMembers();
  const errors = seenMembers();
  const others = seenMembers();
  const quotaOf = quotaHeaders(contract);
  const othersOf = otherHeaders(quotaOf);
  const unanswered = new Set<string>();

  const errorResponse = (exchange: StoredExchange, answer: StoredAnswer): void => {
    if (answer.status === tooManyRequests) {
      of('quota.refusal').add(exchange, answerText(answer));
      onErrorResponse.add(exchange, quotaOf(answer));
    }
    const wait = fieldValues(answer.headers, 'retry-after')[0];
    if (wait !== undefined || answer.status === tooManyRequests)
      of('quota.retry-after').add(exchange, `${answer.status}: ${wait === undefined ? 'none' : valueForm(wait)}`);
    if (answer.status === 401) of('errors.challenge').add(exchange, challengeText(answer));
    const shape = errorShape(answer);
    if (shape !== undefined) of('errors.shape').add(exchange, shape);
    const body = bodyOf(answer);
    if (body !== undefined) errors.add(exchange, memberTypes(body.value));
  };

  const success = (exchange: StoredExchange, answer: StoredAnswer): void => {
    const { method } = exchange.request;
    const row = `answers.${method}`;
    if (isTrait(row)) of(row).add(exchange, answerText(answer));
    onSuccess.add(exchange, quotaOf(answer));
    others.add(exchange, othersOf(answer));
    lists.add(exchange);
  };

  return {
    unanswered,
    add(exchange) {
      const { request, reply } = exchange;
      if (request.base !== undefined) return;
      const mistake = mistakeOf(request, contract);
      if (reply.kind !== 'answer') {
        if (mistake !== undefined) unanswered.add(mistake);
        return;
      }
      const { status } = reply;
      if (mistake !== undefined && status === tooManyRequests) unanswered.add(mistake);
      else if (mistake !== undefined) of(mistake).add(exchange, answerText(reply));
      if (status >= 400) errorResponse(exchange, reply);
      else if (status >= 200 && status < 300 && mistake === undefined && request.faults.length === 0) success(exchange, reply);
      const type = fieldValues(reply.headers, 'content-type')[0];
      if (reply.json.kind === 'value' && type !== undefined) of('answers.media-type').add(exchange, type.toLowerCase());
      of('answers.coding').add(exchange, fieldValues(reply.headers, 'content-encoding').join(', ').toLowerCase() || 'none');
      of('answers.alternatives').add(exchange, alternativesText(reply));
    },
    cells() {
      const found = new Map<string, BehaviourCell | undefined>([...values].map(([id, seen]) => [id, seen.cell()]));
      found.set('quota.headers-on-success', onSuccess.cell());
      found.set('quota.headers-on-refusal', onErrorResponse.cell());
      found.set('errors.members', errors.cell());
      found.set('lists.declared', contract && declaredPaging(contract));
      found.set('lists.followed', lists.followed.cell());
      found.set('lists.members', lists.members.cell());
      found.set('answers.headers', others.cell());
      return new Map([...found].flatMap(([id, cell]) => (cell === undefined ? [] : [[id, cell]])));
    },
  };
};

const isTrait = (id: string): id is Trait => Object.hasOwn(situations, id);
