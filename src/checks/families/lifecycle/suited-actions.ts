import { isDeepStrictEqual } from 'node:util';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { actedAsSuited, type ActedAsSuited } from '../../scenarios/lifecycle/acted-as-suited.ts';
import { onOwnResource } from '../../subjects/own-resources.ts';
import { type SuitedAction, suitedActions, type Unsuited } from '../../subjects/unsuited.ts';

/** Defines a probe of an action with what does and what does not suit its resource, which all of these checks share. */
const defineSuitedProbe = ({
  suits,
  judge,
  ...text
}: CheckText & {
  suits(action: SuitedAction): boolean;
  judge(action: SuitedAction, story: ActedAsSuited): Verdict | Unconfirmed;
}): Probe<ActedAsSuited> =>
  defineProbe<SuitedAction, ActedAsSuited>({
    ...text,
    phase: 'mutate',
    stage: 'using',
    exclusive: 'collection',
    over: (contract: Contract) =>
      suitedActions(contract).filter((one) => suits(one) && onOwnResource(contract, one.operation) !== undefined),
    prerequisites: ({ operation }, around) => {
      const on = onOwnResource(around.contract, operation);
      return [...(on ? prerequisitesFor(on.resourceType.create, around) : []), ...prerequisitesFor(operation, around)];
    },
    cost: () => ({ requests: 30, creates: 3 }),
    run: ({ operation }, session) => session.run(actedAsSuited, { operation: operation.key }),
    judge,
  });

const refusals: ReadonlySet<number> = new Set([400, 409, 422]);

const words: Readonly<Record<Unsuited, string>> = {
  'other-amount': 'another amount than the resource shows',
  'greater-amount': 'an amount above what the resource shows',
  'greater-rest': 'an amount above what is left after a first part',
  'smaller-number': 'a number below the one that the resource shows',
  'foreign-part': 'something that does not belong to the resource',
  'part-twice': 'one id twice',
};

const notAccepted = ({ right, tried }: ActedAsSuited): Verdict =>
  inconclusive(
    right ? `The action with what suits was answered ${outcomeOf(right)}` : 'Nothing that does not suit could be sent',
    [right, ...tried.map(({ exchange }) => exchange)].filter((one) => one !== undefined),
  );

export const unsuitedRefused = defineSuitedProbe({
  id: 'lifecycle/unsuited-refused',
  title: 'An action refuses an amount, or parts, that do not suit the resource, where its text says so',
  why: 'An order is paid with a cent, or the goods of one customer leave the house for another.',
  fix: 'Compare what the action is sent with the stored resource before anything is done.',
  suits: ({ unsuited }) => unsuited.length > 0,
  judge({ operation, one }, story) {
    const { tried, right } = story;
    // What is done later may be refused then (RFC 9110, section 15.3.3).
    const taken = tried.find(({ exchange }) => isSuccess(exchange) && statusOf(exchange) !== 202);
    if (taken) {
      const expected = `400, 409 or 422 to ${operation.key} with ${words[taken.way]}`;
      const finding = {
        code: 'unsuited-accepted',
        where: `request body ${one.member}`,
        expected,
        actual: `status ${outcomeOf(taken.exchange)}`,
      };
      return fail(finding, [taken.exchange, ...(story.part ? [story.part] : []), ...story.before.slice(0, 1)]);
    }
    const held = tried.filter(({ exchange }) => refusals.has(statusOf(exchange) ?? 0));
    return held.length > 0 && right && isSuccess(right) ? pass(held.length) : notAccepted(story);
  },
});

const bodyOf = (exchange: Exchange | undefined): unknown => (exchange && isSuccess(exchange) ? jsonOf(exchange) : undefined);

/** What of a resource, or of a part, an action may change: its state, and the members that list ids. */
const stateOf = ({ parts, one }: SuitedAction, looks: readonly Exchange[]): readonly unknown[] =>
  looks.map((look, n) => {
    const body = bodyOf(look);
    if (n > 0) return valueAt(body, parts?.shown.at ?? '');
    const names = one.kind === 'ids' ? ['status', 'state', ...one.shownIn] : [];
    return isObject(body) ? names.map((name) => body[name] ?? null) : null;
  });

export const refusedActionLeavesAll = defineSuitedProbe({
  id: 'lifecycle/refused-action-leaves-all',
  title: 'A refused action leaves the resource and its parts as they were, where its text says so',
  why: 'What was done before the mistake was found stays done, and nobody knows of it.',
  fix: 'Do all parts of an action in one transaction, or check all of them before the first is done.',
  suits: ({ isWhole, unsuited, parts }) => isWhole && parts !== undefined && unsuited.length > 0,
  judge(action, story) {
    const { before, between, tried } = story;
    if (tried.length === 0 || tried.some(({ exchange }) => !refusals.has(statusOf(exchange) ?? 0))) return notAccepted(story);
    if (![...before, ...between].every(isSuccess))
      return inconclusive('The resource or its parts could not be read', [...before, ...between]);
    const [old, now] = [stateOf(action, before), stateOf(action, between)];
    const place = old.findIndex((value, n) => !isDeepStrictEqual(value, now[n]));
    if (place < 0) return pass(old.length);
    const look = between[place];
    if (!look) return inconclusive('The resource could not be read', between);
    const finding = {
      code: 'refused-action-done',
      where: place === 0 ? 'the resource' : (action.parts?.shown.at ?? ''),
      expected: `${shown(old[place])}, because ${action.operation.key} was refused`,
      actual: shown(now[place]),
    };
    return unconfirmed(fail(finding, [look, ...tried.map(({ exchange }) => exchange), ...before.slice(place, place + 1)]));
  },
});

export const partsFollow = defineSuitedProbe({
  id: 'lifecycle/parts-follow-action',
  title: 'The parts that an action names come to the state that its text says',
  why: 'What is out of the house is lent a second time, or what is back stays blocked.',
  fix: 'Set the state of each named part in the transaction that does the action.',
  suits: ({ parts }) => parts !== undefined && parts.told.length > 0,
  judge({ operation, parts }, story) {
    const { right, before, after } = story;
    if (!parts || !right || !isSuccess(right) || statusOf(right) === 202) return notAccepted(story);
    const looks = after.slice(1);
    if (looks.length === 0 || !looks.every(isSuccess)) return inconclusive('The parts could not be read', [right, ...looks]);
    const wrong = looks.find((look) => !parts.told.includes(String(valueAt(jsonOf(look), parts.shown.at))));
    if (!wrong) return pass(looks.length);
    const finding = {
      code: 'part-in-other-state',
      where: parts.shown.at,
      expected: `${parts.told.map((state) => `"${state}"`).join(' or ')} after ${operation.key}`,
      actual: shown(valueAt(jsonOf(wrong), parts.shown.at)),
    };
    return unconfirmed(fail(finding, [wrong, right, ...before.slice(1, 2)]));
  },
});
