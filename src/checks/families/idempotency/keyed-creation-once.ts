import { statementsOf } from '../../../contract/infer/sentences.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { belowOwn, namingOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { keyedRequest, keyedTwice, type SentTwice, withKey } from '../../scenarios/lifecycle/keyed-creation.ts';
import { prerequisitesToCreate } from '../../subjects/creators.ts';
import { type Keyed, type KeyedNew, keyedNews, textsOfKey } from '../../subjects/keyed-creations.ts';

export const keyedCreationOnce = defineProbe<KeyedNew, SentTwice>({
  id: 'idempotency/keyed-creation-once',
  title: 'A creation that is sent twice with one Idempotency-Key creates one resource',
  why: 'A client that got no answer sends the creation again with its key, and trusts that it pays or orders once.',
  fix: 'Store the key with the result of the creation, in one transaction, and give that result to every repetition.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: keyedNews,
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 6, creates: 2 }),
  run: ({ operation }, session) => session.run(keyedTwice, { operation: operation.key }),
  judge(keyed, { first, second }, { contract }) {
    const { parameter } = keyed;
    if (second === undefined) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    const [one, other] = [keyed.idOf(first), keyed.idOf(second)];
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
export type ByKey = Pick<Keyed, 'operation' | 'parameter'>;

/** Statuses by which a server refuses what it takes for a new request (RFC 9110, sections 15.5.1, 15.5.10 and 15.5.21). */
export const isBlamed = (exchange: Exchange): boolean => [400, 409, 422].includes(statusOf(exchange) ?? 0);

/** The sentences of what the document says of a key. */
export const sentencesOfKey = (contract: Contract, keyed: ByKey): readonly string[] => textsOfKey(contract, keyed).flatMap(statementsOf);

/** Words by which a sentence speaks of a request that comes once more with its key. */
const comesAgain =
  /\bsame (?:idempotency[- ]?)?key\b|\b(?:repeat\w*|repetitions?|retr(?:y|ies|ied|ying)|sen[dt]\w* (?:again|twice|once more))\b[^.]*\bkey\b|\b(?:with|by|under) (?:an?|the|its|this|that|one) `?(?:idempotency[- ]?)?key`?,? (?:the|an?|any|every|each) (?:same |equal |identical )?(?:request|call|creation|order|body) (?:can|may) (?:safely )?be (?:repeated|retried|sent (?:again|twice|once more))\b/iu;

/** Words by which it gets what was made first, or the answer to it. */
const getsFirst =
  /\b(?:first|original|stored|earlier|previous)\b[^.]*\b(?:answers?|answered|response|result|returned|returns|gives|sent)\b|\b(?:answers?|answered|response|result|returned|returns|gives|sent)\b[^.]*\b(?:(?:first|original|stored|earlier|previous)\b|same (?:[a-z]+ ){1,2}again\b)/iu;

/** Words by which a repetition is refused all the same, or the sentence holds for others or in some cases. */
const getsElse =
  /\b(?:another|other|different|differs|refused|rejected|conflict|409|422|400|may|might|unless|fails?|used up|only|(?:not|never) (?:be )?(?:accepted|good|allowed|taken|possible|valid|gives?|gets?|returns?|returned|answered)|(?:is|as|with|in|by|gets|an) (?:an? |the )?(?:errors?|problem)|problem (?:documents?|details?|objects?)|hints?|waits?|waiting|(?:test|strict|live|debug|safe) mode|sandbox|(?:if|when|where) (?:the |an? )?(?:header|parameter|flag|switch|setting|option)|GET)\b|^for (?!the same|each|every|all)/iu;

/**
 * Does a sentence about the key say that a repetition gets the first answer, or what was made first: "The same key gives the first answer again.", "Repeating a request
 * with the same key gives the same order again and makes no second one."
 */
export const saysFirstAgain = (contract: Contract, keyed: ByKey): boolean =>
  sentencesOfKey(contract, keyed).some((sentence) => comesAgain.test(sentence) && getsFirst.test(sentence) && !getsElse.test(sentence));

/** Is an answer a refusal of the request (RFC 9110, section 15.5). */
export const isRefusal = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500;
};

/** Equal creations at the same moment. */
type SentTogether = { readonly exchanges: readonly Exchange[] };

export const keyedCreationsAtOnce = defineProbe<KeyedNew, SentTogether>({
  id: 'idempotency/keyed-creations-at-once',
  title: 'Two creations with one Idempotency-Key that arrive together create one resource',
  why: 'A client that waits too long for an answer sends the creation again while the first one is still under way; it would pay or order twice.',
  fix: 'Reserve the key before anything is created, in one step such as a unique index, and let the second request wait or refuse it with 409.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: keyedNews,
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 4, creates: 2 }),
  async run(keyed, session) {
    // What a request names of its own is made once, so that both are equal.
    const request = await withResources(session, keyedRequest(session, keyed, 'keyed-at-once'));
    const twice = (one: PlannedRequest): Promise<readonly Exchange[]> => session.sendTogether([one, { ...one, faults: ['duplicate'] }]);
    const exchanges = await twice(request);
    if (!exchanges.every(isRefusal)) return { exchanges };
    const plain = keyedRequest(session, keyed, 'keyed-at-once');
    const named = namingOwn(plain) ?? plain;
    const own = belowOwn(named) ?? named;
    if (own === plain) return { exchanges };
    return { exchanges: await twice(withKey(session, keyed.parameter, 'keyed-at-once', await withResources(session, own))) };
  },
  judge(keyed, { exchanges }) {
    const [first, second] = exchanges;
    if (first === undefined || second === undefined) return inconclusive('Nothing was sent', []);
    const ids = exchanges.flatMap((exchange) => keyed.idOf(exchange) ?? []);
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
