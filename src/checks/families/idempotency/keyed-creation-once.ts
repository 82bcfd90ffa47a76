import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { freshText } from '../../../generators/fresh-text.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass } from '../../kit/define.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { freshValues } from '../../scenarios/lifecycle/created.ts';
import { prerequisitesToCreate } from '../../subjects/creators.ts';
import { type ResourceTypeOperation, resourceTypesWith } from '../../subjects/resources.ts';
import { createdId } from '../../subjects/shown-resource.ts';

/** `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) and its usual spellings. */
const keyNames = new Set(['idempotency key', 'x idempotency key', 'idempotencykey', 'x idempotencykey']);

const keyOf = ({ parameters }: Operation): Parameter | undefined =>
  parameters.find(({ in: where, name }) => where === 'header' && keyNames.has(wordsOf(name).join(' ')));

/** A creation that takes a key, with the parameter for it. */
type Keyed = ResourceTypeOperation & { readonly parameter: Parameter };

const keyedCreations = (contract: Contract): Keyed[] =>
  resourceTypesWith(contract, 'create').flatMap((subject) => {
    const parameter = keyOf(subject.operation);
    return parameter === undefined ? [] : [{ ...subject, parameter }];
  });

type SentTwice = { readonly first: Exchange; readonly second: Exchange | undefined };

export const keyedCreationOnce = defineProbe<Keyed, SentTwice>({
  id: 'idempotency/keyed-creation-once',
  title: 'A creation that is sent twice with one Idempotency-Key creates one resource',
  why: 'A client that got no answer sends the creation again with its key, and trusts that it pays or orders once.',
  fix: 'Store the key with the result of the creation, in one transaction, and give that result to every repetition.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: keyedCreations,
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 2, creates: 2 }),
  async run({ operation, parameter }, session) {
    const plain = requestAsSet(session, { operation: operation.key, settings: [], purpose: 'keyed-once' });
    const key = freshText(session.contract.document, parameter.schema, session.fresh('keyed-once'));
    if (key === undefined) throw new NotTried('not-applicable', `assay cannot make a fresh value for "${parameter.name}"`);
    const others = plain.headers.filter(([name]) => name.toLowerCase() !== parameter.name.toLowerCase());
    const request = { ...plain, headers: [...others, [parameter.name, key] as const] };
    const first = await session.send(request);
    // How a repetition is answered is seldom described, so no other check judges it.
    return { first, second: isSuccess(first) ? await session.send({ ...request, faults: ['duplicate'] }) : undefined };
  },
  judge({ resourceType, operation, parameter }, { first, second }, { contract }) {
    if (second === undefined) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    const idOf = (exchange: Exchange): string | undefined =>
      isSuccess(exchange) ? createdId(resourceType, exchange, freshValues(contract, operation, exchange.request)) : undefined;
    const [one, other] = [idOf(first), idOf(second)];
    if (one === undefined || other === undefined)
      return inconclusive(`The answers ${outcomeOf(first)} and ${outcomeOf(second)} do not show two ids`, [first, second]);
    if (one === other) return pass(1);
    const finding = { where: parameter.name, expected: `${one} again, with the same key and body`, actual: `a second resource, ${other}` };
    return fail({ code: 'keyed-creation-doubled', ...finding }, [second, first]);
  },
});
