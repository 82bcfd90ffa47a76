import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest, RequestBody } from '../../../model/request.ts';
import { isScalar } from '../../../model/json.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { belowOwn, namingOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { keyedRequest, keyedTwice, type SentTwice, withKey } from '../../scenarios/lifecycle/keyed-creation.ts';
import { prerequisitesToCreate } from '../../subjects/creators.ts';
import { idOfKeyed, type Keyed, keyedCreations, textsOfKey } from '../../subjects/keyed-creations.ts';
import { nextValue } from '../../subjects/sequences.ts';

export const keyedCreationOnce = defineProbe<Keyed, SentTwice>({
  id: 'idempotency/keyed-creation-once',
  title: 'A creation that is sent twice with one Idempotency-Key creates one resource',
  why: 'A client that got no answer sends the creation again with its key, and trusts that it pays or orders once.',
  fix: 'Store the key with the result of the creation, in one transaction, and give that result to every repetition.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: keyedCreations,
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 6, creates: 2 }),
  run: ({ operation }, session) => session.run(keyedTwice, { operation: operation.key }),
  judge(keyed, { first, second }, { contract }) {
    const { parameter } = keyed;
    if (second === undefined) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    const [one, other] = [idOfKeyed(contract, keyed, first), idOfKeyed(contract, keyed, second)];
    if (one !== undefined && isBlamed(second) && saysFirstAgain(contract, keyed)) {
      const expected = `${outcomeOf(first)} and ${one} again, as the document says of the same key and body`;
      return unconfirmed(
        fail({ code: 'keyed-repetition-refused', where: parameter.name, expected, actual: outcomeOf(second) }, [second, first]),
      );
    }
    if (one === undefined || other === undefined)
      return inconclusive(`The answers ${outcomeOf(first)} and ${outcomeOf(second)} do not show two ids`, [first, second]);
    if (one === other) return pass(1);
    const finding = { where: parameter.name, expected: `${one} again, with the same key and body`, actual: `a second resource, ${other}` };
    return fail({ code: 'keyed-creation-doubled', ...finding }, [second, first]);
  },
});

/** An operation that takes a key. */
type ByKey = Pick<Keyed, 'operation' | 'parameter'>;

/** Statuses by which a server refuses what it takes for a new request (RFC 9110, sections 15.5.1, 15.5.10 and 15.5.21). */
export const isBlamed = (exchange: Exchange): boolean => [400, 409, 422].includes(statusOf(exchange) ?? 0);

const sentencesOfKey = (contract: Contract, keyed: ByKey): readonly string[] =>
  textsOfKey(contract, keyed).flatMap((text) => text.replaceAll(/\s+/gu, ' ').split(/(?<=[.;]) /u));

/** Does a sentence about the key say that a repetition gets the first answer, or what was made first: "The same key gives the first answer again." */
export const saysFirstAgain = (contract: Contract, keyed: ByKey): boolean =>
  sentencesOfKey(contract, keyed).some(
    (sentence) =>
      /\bsame key\b/iu.test(sentence) &&
      /\b(?:first|original|stored|earlier|previous)\b/iu.test(sentence) &&
      /\b(?:answers?|answered|response|result|returned|returns|gives|sent)\b/iu.test(sentence) &&
      !/\b(?:another|other|different|differs|refused|rejected|conflict|409|422|400)\b/iu.test(sentence),
  );

/** Does a sentence about the key say that another body is refused: "The same key with another body is answered with 422." */
const saysOtherRefused = (contract: Contract, keyed: Keyed): boolean =>
  sentencesOfKey(contract, keyed).some(
    (sentence) =>
      /\b(?:another|other|different|differs|differing|changed)\b/iu.test(sentence) &&
      /\b(?:body|bodies|payload|content|contents|request|data|values|parameters)\b/iu.test(sentence) &&
      /\b(?:refused|rejected|conflict|error|fails|409|422|400)\b/iu.test(sentence) &&
      !/\b(?:not|never|no|may|might)\b/iu.test(sentence),
  );

/** Does the document say that the body counts as well: in the words about the key, or by a 409. */
const isAboutBodies = (contract: Contract, keyed: Keyed): boolean =>
  textsOfKey(contract, keyed).some((text) => /\b(?:body|bodies|payload|content)\b/iu.test(text)) ||
  keyed.operation.responses.some(({ status }) => status === '409');

/**
 * The body of an accepted creation with other values: those of a second valid body, else another one for one member where the document prints the whole body. What it
 * names stays the same. Undefined where nothing in it can differ.
 */
const changedBody = (session: Session, { operation }: Keyed, body: RequestBody | undefined): RequestBody | undefined => {
  if (body?.kind !== 'json' || !isObject(body.value)) return undefined;
  const now = body.value;
  const { contract } = session;
  const { body: made } = requestAsSet(session, { operation: operation.key, settings: [], purpose: 'keyed-other' });
  const usual = made?.kind === 'json' && isObject(made.value) ? made.value : {};
  const namesNothing = (value: unknown): boolean => placeholdersIn(JSON.stringify(value) ?? '').length === 0;
  const others = Object.entries(usual).filter(
    ([name, value]) => now[name] !== undefined && namesNothing(value) && JSON.stringify(value) !== JSON.stringify(now[name]),
  );
  if (others.length > 0) return { ...body, value: { ...now, ...Object.fromEntries(others) } };
  for (const member of bodyMembers(contract, operation)) {
    const value =
      isScalar(now[member.name]) && namesNothing(usual[member.name]) && isSettable(member)
        ? nextValue(contract, member, now[member.name], freshFor(session, 'keyed-other'))
        : undefined;
    if (value !== undefined) return { ...body, value: { ...now, [member.name]: value } };
  }
  return undefined;
};

export const keyedBodyCounts = defineProbe<Keyed, SentTwice>({
  id: 'idempotency/other-body-not-taken-for-the-first',
  title: 'An Idempotency-Key that comes again with another body is not answered as if that body was stored',
  why: 'A client that uses a key twice by mistake gets a success for an order that was never placed.',
  fix: 'Store a digest of the body with the key, and answer 422 or 409 where another body comes with it.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => keyedCreations(contract).filter((keyed) => isAboutBodies(contract, keyed)),
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 6, creates: 2 }),
  async run(keyed, session) {
    const { first } = await session.run(keyedTwice, { operation: keyed.operation.key });
    const body = changedBody(session, keyed, first.request.body);
    if (body === undefined) throw new NotTried('not-applicable', 'assay cannot make two different bodies for it');
    // What the path names stays the same; only the body is another one.
    return { first, second: isSuccess(first) ? await session.send({ ...first.request, body, faults: ['duplicate'] }) : undefined };
  },
  judge(keyed, { first, second }, { contract }) {
    if (second === undefined) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    if (isRefusal(second)) return pass(1);
    const [one, other] = [idOfKeyed(contract, keyed, first), idOfKeyed(contract, keyed, second)];
    if (one !== undefined && one !== other && isSuccess(second) && saysOtherRefused(contract, keyed)) {
      const expected = '422, 409 or another refusal, as the document says of the same key with another body';
      const actual = other === undefined ? outcomeOf(second) : `${outcomeOf(second)} with a second resource, ${other}`;
      return unconfirmed(fail({ code: 'keyed-body-accepted', where: keyed.parameter.name, expected, actual }, [second, first]));
    }
    if (one === undefined || other === undefined || one !== other)
      return inconclusive(`The answers ${outcomeOf(first)} and ${outcomeOf(second)} do not show one id`, [first, second]);
    const finding = {
      where: keyed.parameter.name,
      expected: '422, 409 or another refusal, because the body is another one',
      actual: `${outcomeOf(second)} with ${other}, which the first body created`,
    };
    return fail({ code: 'keyed-body-ignored', ...finding }, [second, first]);
  },
});

const isRefusal = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500;
};

/** Equal creations at the same moment. */
type SentTogether = { readonly exchanges: readonly Exchange[] };

export const keyedCreationsAtOnce = defineProbe<Keyed, SentTogether>({
  id: 'idempotency/keyed-creations-at-once',
  title: 'Two creations with one Idempotency-Key that arrive together create one resource',
  why: 'A client that waits too long for an answer sends the creation again while the first one is still under way; it would pay or order twice.',
  fix: 'Reserve the key before anything is created, in one step such as a unique index, and let the second request wait or refuse it with 409.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: keyedCreations,
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 4, creates: 2 }),
  async run(keyed, session) {
    const request = keyedRequest(session, keyed, 'keyed-at-once');
    const twice = (one: PlannedRequest): Promise<readonly Exchange[]> => session.sendTogether([one, { ...one, faults: ['duplicate'] }]);
    const exchanges = await twice(request);
    const named = namingOwn(request) ?? request;
    const own = belowOwn(named) ?? named;
    return {
      exchanges:
        exchanges.every(isRefusal) && own !== request ? await twice(withKey(session, keyed.parameter, 'keyed-at-once', own)) : exchanges,
    };
  },
  judge(keyed, { exchanges }, { contract }) {
    const [first, second] = exchanges;
    if (first === undefined || second === undefined) return inconclusive('Nothing was sent', []);
    const ids = exchanges.flatMap((exchange) => idOfKeyed(contract, keyed, exchange) ?? []);
    const outcomes = exchanges.map(outcomeOf).join(' and ');
    if (ids.length === 0) return inconclusive(`The answers ${outcomes} show no id`, exchanges);
    const [one, other] = ids;
    if (other === undefined || one === other) return pass(1);
    const finding = {
      where: keyed.parameter.name,
      expected: 'one resource, with the same key and body at the same moment',
      actual: `two, ${one} and ${other}`,
    };
    return unconfirmed(fail({ code: 'keyed-creations-doubled', ...finding }, [first, second]));
  },
});
