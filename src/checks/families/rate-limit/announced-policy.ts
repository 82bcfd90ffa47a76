import { tellsTooMany } from '../../../contract/infer/conventions/quota-sentences.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { answerOf, headerValues, isSuccess, outcomeOf, statusOf, wholeNumber } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { mayRefuse, tooManyRequests } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, NotTried, pass, type Subject } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { mostWithin, tooFewCalls } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { smallRead } from '../../requests/small-read.ts';
import {
  type AnnouncedPolicy,
  announcedPolicy,
  policyFields,
  type PolicyItem,
  policyItems,
  reportedLimit,
} from '../../subjects/quota-policies.ts';
import { burstPrerequisites, longestBurst, tooSmall, windowSeconds } from '../../subjects/quota.ts';
import { type Broken, defineRule, line } from '../../kit/http-rule.ts';

const isPolicyField = /^(?:x )?rate ?limit(?: policy| limit)?$/u;

const namesPolicy = /(?<![\w-])RateLimit-(?:Policy|Limit)\b/iu;

/** A quota whose number only answers announce: the document describes 429 and a field that may say it, and states no number itself. */
const announcing = ({ conventions: { rateLimit }, operations, document }: Contract): readonly Subject[] => {
  const responses = operations.flatMap((operation) => operation.responses);
  const about = valueAt(document, '#/info/description');
  const text = typeof about === 'string' ? about : '';
  const describes429 = rateLimit
    ? mayRefuse(rateLimit, tooManyRequests)
    : tellsTooMany(text) || responses.some(({ status }) => status === String(tooManyRequests));
  const describesField =
    namesPolicy.test(text) || responses.some(({ headers }) => headers.some(({ name }) => isPolicyField.test(wordsOf(name).join(' '))));
  return rateLimit?.plans === undefined && describes429 && (describesField || rateLimit?.headers?.limit !== undefined)
    ? [at(rootLocation, {})]
    : [];
};

/** The quota that an answer announces: its policy, or the number beside a window that the document states. */
const policyOf = (session: Session, exchange: Exchange): AnnouncedPolicy | undefined => {
  const { rateLimit } = session.contract.conventions;
  const announced = announcedPolicy(exchange);
  const limit = reportedLimit(rateLimit, exchange);
  if (announced !== undefined || rateLimit === undefined || limit === undefined) return announced;
  return { limit, seconds: windowSeconds(rateLimit, session.target) };
};

type Tried = { readonly policy: AnnouncedPolicy; readonly exchanges: readonly Exchange[] };

/** Calls sent at the same time. */
const width = 20;
const spare = 2;

/** More calls than any reading of a policy accepts within one window: two windows may meet in it. */
const above = ({ limit }: AnnouncedPolicy): number => 2 * limit + 10;

/** A request without an answer shows nothing: the service may only be slow. */
const isRefused = (exchange: Exchange): boolean => answerOf(exchange) !== undefined && !isSuccess(exchange);

/** Reads the policy that answers announce, and sends more than that. */
const exceededPolicy = defineScenario<{ readonly operation: string }, Tried>({
  id: 'exceeded-policy',
  async run(session, { operation }) {
    const request = smallRead(session, operationOf(session.contract, operation));
    const policy = policyOf(session, await session.send(request));
    if (policy === undefined) throw new NotTried('not-applicable', 'no answer announces one quota with its window');
    const small = tooSmall(policy.limit, policy.seconds);
    if (small !== undefined) throw new NotTried('unsupported', small);
    if (policy.limit > longestBurst.limit || policy.seconds > longestBurst.seconds)
      throw new NotTried('unsupported', `a quota of ${policy.limit} in ${policy.seconds} s would be used up for too long`);
    const exchanges = await session.burst(request, {
      most: above(policy),
      withinMs: policy.seconds * 1000,
      width,
      enough: isRefused,
    });
    return { policy, exchanges };
  },
});

export const policyEnforced = defineProbe<Subject, Tried>({
  id: 'rate-limit/announced-policy-enforced',
  title: 'No more calls are accepted in a window than answers announce as the quota',
  why: 'What one client takes above the quota is taken from all the others, and the announced number protects nobody.',
  fix: 'Refuse calls above the announced quota with 429, or announce the quota that is really applied.',
  phase: 'flood',
  exclusive: 'quota',
  over: announcing,
  prerequisites: () => burstPrerequisites,
  cost: (_subject, { target }) => ({ requests: 1 + Math.min(target.flood.maxRequests, above({ ...longestBurst })), creates: 0 }),
  run: (_subject, session) => session.run(exceededPolicy, { operation: firstReadOf(session) }),
  judge(_subject, { policy, exchanges }) {
    const { limit, seconds } = policy;
    const refused = exchanges.find((exchange) => statusOf(exchange) === tooManyRequests);
    if (refused) return pass(exchanges.length);
    const other = exchanges.find(isRefused);
    if (other) return inconclusive(`A call of the burst was answered ${outcomeOf(other)}`, [other]);
    const answered = mostWithin(exchanges.filter(isSuccess), seconds * 1000);
    const most = 2 * limit + spare;
    const [first] = answered;
    const last = answered.at(-1);
    if (!first || !last || answered.length <= most) return inconclusive(tooFewCalls(answered.length, most + 1, seconds * 1000), []);
    const expected = `status 429 after at most ${most} calls in ${seconds} s, as ${limit} are announced`;
    const finding = { where: 'status', expected, actual: `${answered.length} calls answered without it` };
    return fail({ code: 'announced-not-enforced', ...finding }, [last, first], { judged: answered.length, breaches: 1 });
  },
});

/** Does an item speak of a quota in the form of the draft since its version 08: with `q` and `w`, or `r` and `t`. */
const speaks = (items: readonly PolicyItem[]): boolean => items.some(({ parameters: { q, r } }) => q !== undefined || r !== undefined);

const wholeParameters = ['q', 'w', 'r', 't'] as const;

/** What is wrong with items by themselves: a count that is no whole number. */
const brokenIn = (field: string, text: string, items: readonly PolicyItem[]): readonly ('holds' | Broken)[] => {
  const wrong = items.flatMap(({ parameters }) =>
    wholeParameters.filter((name) => parameters[name] !== undefined && wholeNumber(parameters[name]) === undefined),
  );
  const [name] = wrong;
  if (name === undefined) return ['holds'];
  return [{ code: 'quota-field-number', where: field, expected: `a whole number for ${name}`, actual: line(field, text) }];
};

/** What a state says that its policy cannot have: more left than the quota, or a wait longer than the window. */
const brokenBetween = (text: string, states: readonly PolicyItem[], policies: readonly PolicyItem[]): readonly ('holds' | Broken)[] =>
  states.flatMap((state): ('holds' | Broken)[] => {
    const own = policies.filter(({ name }) => name === state.name);
    const [policy] = own;
    if (policy === undefined || own.length > 1) return [];
    const number = (value: string | undefined): number | undefined => (value === undefined ? undefined : wholeNumber(value));
    const [q, w, r, t] = [policy.parameters['q'], policy.parameters['w'], state.parameters['r'], state.parameters['t']].map(number);
    const found = { where: policyFields.states, actual: line(policyFields.states, text) };
    if (q !== undefined && r !== undefined && r > q) return [{ code: 'remaining-above-quota', ...found, expected: `r of at most ${q}` }];
    if (w !== undefined && t !== undefined && t > w + spare)
      return [{ code: 'reset-after-window', ...found, expected: `t of at most ${w}` }];
    return ['holds'];
  });

export const policyFieldsAgree = defineRule({
  id: 'rate-limit/policy-fields-agree',
  title: 'RateLimit and RateLimit-Policy hold whole numbers that agree with each other',
  why: 'Clients pace themselves by these fields; more left than the quota, or a wait longer than the window, misleads them.',
  fix: 'Write both fields from the same policy: r at most q, and t at most w, in seconds.',
  scope: 'service',
  overloads: true,
  judge({ exchange }) {
    const read = (field: string): { readonly text: string; readonly items: readonly PolicyItem[] } | undefined => {
      const text = headerValues(exchange, field).join(', ');
      const items = text === '' ? undefined : policyItems(text);
      return items !== undefined && speaks(items) ? { text, items } : undefined;
    };
    const [states, policies] = [read(policyFields.states), read(policyFields.policies)];
    const alone = [
      ...(states === undefined ? [] : brokenIn(policyFields.states, states.text, states.items)),
      ...(policies === undefined ? [] : brokenIn(policyFields.policies, policies.text, policies.items)),
    ];
    if (alone.some((one) => one !== 'holds') || states === undefined || policies === undefined) return alone;
    return [...alone, ...brokenBetween(states.text, states.items, policies.items)];
  },
});
