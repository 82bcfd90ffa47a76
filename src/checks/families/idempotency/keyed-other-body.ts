import { isDeepStrictEqual } from 'node:util';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isScalar } from '../../../model/json.ts';
import { type RequestBody, holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { actedTwice, keyedOnce, keyedTwice, type SentTwice } from '../../scenarios/lifecycle/keyed-creation.ts';
import { namingOwn } from '../../scenarios/lifecycle/send-creation.ts';
import {
  idOfKeyed,
  type Keyed,
  type KeyedAction,
  keyedActions,
  keyedCreations,
  type KeyedOther,
  keyedOthers,
  textsOfKey,
} from '../../subjects/keyed-creations.ts';
import { nextValue } from '../../subjects/sequences.ts';
import { type ByKey, isRefusal, sentencesOfKey } from './keyed-creation-once.ts';

/** An operation that takes a key and a body: a creation whose answer shows an id, an action on one resource, or another creation. */
type Taking = Subject & ByKey & { readonly creation?: Keyed; readonly action?: KeyedAction };

/** Does a sentence about the key say that another body is refused: "The same key with another body is answered with 422." */
const saysOtherRefused = (contract: Contract, keyed: ByKey): boolean =>
  sentencesOfKey(contract, keyed).some(
    (sentence) =>
      /\b(?:another|other|different|differs|differing|changed)\b/iu.test(sentence) &&
      /\b(?:body|bodies|payload|content|contents|request|data|values|parameters)\b/iu.test(sentence) &&
      /\b(?:refused|rejected|conflict|error|fails|409|422|400)\b/iu.test(sentence) &&
      !/\b(?:not|never|no|may|might|media type|content[- ]type)\b/iu.test(sentence),
  );

/** Does the document say that the body counts as well: in the words about the key, or by a 409. */
const isAboutBodies = (contract: Contract, keyed: ByKey): boolean =>
  textsOfKey(contract, keyed).some((text) => /\b(?:body|bodies|payload|content)\b/iu.test(text)) ||
  keyed.operation.responses.some(({ status }) => status === '409');

/** Where nothing shows by an id what was made, another body is judged by a promise alone. */
const taking = (contract: Contract): Taking[] => {
  const isPromised = (one: KeyedAction | KeyedOther): boolean =>
    saysOtherRefused(contract, one) && bodyMembers(contract, one.operation).length > 0;
  return [
    ...keyedCreations(contract)
      .filter((one) => isAboutBodies(contract, one))
      .map((creation) => ({ ...creation, creation })),
    ...keyedActions(contract)
      .filter(isPromised)
      .map((action) => ({ ...action, action })),
    ...keyedOthers(contract).filter(isPromised),
  ];
};

/** So many bodies that name something else are tried: an operation may refuse one for what it names. */
const mostOthers = 2;

/**
 * Bodies like that of an accepted request, with other values: those of a second valid body, else another one for one member where the document prints the whole body;
 * what it names stays the same. Else, where it only names resources, bodies that name another one each. None where nothing in it can differ.
 */
const changedBodies = (session: Session, { operation }: ByKey, body: RequestBody | undefined): readonly RequestBody[] => {
  if (!holdsValue(body) || !isObject(body.value)) return [];
  const now = body.value;
  const { contract } = session;
  const usualRequest = requestAsSet(session, { operation: operation.key, settings: [], purpose: 'keyed-other' });
  const usual = holdsValue(usualRequest.body) && isObject(usualRequest.body.value) ? usualRequest.body.value : {};
  const namesNothing = (value: unknown): boolean => placeholdersIn(JSON.stringify(value) ?? '').length === 0;
  const others = Object.entries(usual).filter(
    ([name, value]) => now[name] !== undefined && namesNothing(value) && JSON.stringify(value) !== JSON.stringify(now[name]),
  );
  if (others.length > 0) return [{ ...body, value: { ...now, ...Object.fromEntries(others) } }];
  for (const member of bodyMembers(contract, operation)) {
    const value =
      isScalar(now[member.name]) && namesNothing(usual[member.name]) && isSettable(member)
        ? nextValue(contract, member, now[member.name], freshFor(session, 'keyed-other'))
        : undefined;
    if (value !== undefined) return [{ ...body, value: { ...now, [member.name]: value } }];
  }
  const own = namingOwn(usualRequest)?.body;
  const named = holdsValue(own) && isObject(own.value) ? Object.entries(own.value) : [];
  return named
    .filter(([name, value]) => now[name] !== undefined && !namesNothing(value))
    .slice(-mostOthers)
    .toReversed()
    .map(([name, value]) => ({ ...body, value: { ...now, [name]: value } }));
};

const firstOf = async (session: Session, { operation, creation, action }: Taking): Promise<Exchange> => {
  const asked = { operation: operation.key };
  if (creation) return (await session.run(keyedTwice, asked)).first;
  return action ? (await session.run(actedTwice, asked)).first : session.run(keyedOnce, asked);
};

export const keyedBodyCounts = defineProbe<Taking, SentTwice>({
  id: 'idempotency/other-body-not-taken-for-the-first',
  title: 'An Idempotency-Key that comes again with another body is not answered as if that body was stored',
  why: 'A client that uses a key twice by mistake gets a success for an order that was never placed.',
  fix: 'Store a digest of the body with the key, and answer 422 or 409 where another body comes with it.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: taking,
  prerequisites: ({ operation, action }, around) => [
    ...(action?.on ? prerequisitesFor(action.on.resourceType.create, around) : []),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 10, creates: 4 }),
  async run(keyed, session) {
    const first = await firstOf(session, keyed);
    if (!isSuccess(first)) return { first, second: undefined };
    const bodies = changedBodies(session, keyed, first.request.body);
    let second: Exchange | undefined;
    let reason = 'assay cannot make two different bodies for it';
    for (const body of bodies) {
      // What the path names stays the same; only the body is another one.
      const sent = await orSkipped(session.send({ ...first.request, body, faults: ['duplicate'] }));
      if (isSkipped(sent)) ({ reason } = sent);
      // A time may have been moved to where it has to lie, and so back to the one that was sent first.
      else if (!isDeepStrictEqual(sent.sent.body, first.sent.body)) second = sent;
      if (second && isSuccess(second)) break;
    }
    if (!second) throw new NotTried('not-applicable', reason);
    return { first, second };
  },
  judge(keyed, { first, second }, { contract }) {
    const { creation } = keyed;
    if (second === undefined) return inconclusive(`The request was answered ${outcomeOf(first)}`, [first]);
    if (isRefusal(second)) return pass(1);
    const [one, other] = [first, second].map((exchange) => creation && idOfKeyed(contract, creation, exchange));
    const isSame = one !== undefined && one === other;
    if (!isSame && isSuccess(second) && saysOtherRefused(contract, keyed)) {
      const expected = '422, 409 or another refusal, as the document says of the same key with another body';
      const actual = other === undefined ? outcomeOf(second) : `${outcomeOf(second)} with a second resource, ${other}`;
      return unconfirmed(fail({ code: 'keyed-body-accepted', where: keyed.parameter.name, expected, actual }, [second, first]));
    }
    if (!isSame) return inconclusive(`The answers ${outcomeOf(first)} and ${outcomeOf(second)} do not show one id`, [first, second]);
    const finding = {
      where: keyed.parameter.name,
      expected: '422, 409 or another refusal, because the body is another one',
      actual: `${outcomeOf(second)} with ${other ?? ''}, which the first body created`,
    };
    return fail({ code: 'keyed-body-ignored', ...finding }, [second, first]);
  },
});
