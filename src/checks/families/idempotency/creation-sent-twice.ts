import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, inconclusive, observed, type Probe } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { repeated } from '../../scenarios/bodies/duplicate.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { keyText } from '../../scenarios/lifecycle/keyed-creation.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { prerequisitesToCreate } from '../../subjects/creators.ts';
import { type ResourceTypeOperation, resourceTypesWith } from '../../subjects/resources.ts';
import { createdId } from '../../subjects/shown-resource.ts';

/** A creation, and the same request again; undefined where the first one created nothing. */
type SentTwice = { readonly first: Exchange; readonly second: Exchange | undefined };

/** The statuses of both answers; null where there was none. */
type Statuses = readonly [first: number | null, second: number | null];

type Row = CheckText & {
  readonly requests: number;
  send(subject: ResourceTypeOperation, session: Session): Promise<SentTwice>;
  readonly fact: 'creation.repeated' | 'creation.keyed';
  /** The value of the fact without the comparison of the ids; undefined where the answers are not usable. */
  valueOf(statuses: Statuses): Readonly<Record<string, unknown>> | undefined;
};

/** A probe that sends a creation twice, and records the statuses and whether both answers have the same id. */
const creationSentTwice = ({ requests, send, fact, valueOf, ...text }: Row): Probe<SentTwice> =>
  defineProbe<ResourceTypeOperation, SentTwice>({
    ...text,
    phase: 'mutate',
    stage: 'remaining',
    exclusive: 'collection',
    over: (contract) => resourceTypesWith(contract, 'create'),
    prerequisites: prerequisitesToCreate,
    cost: () => ({ requests, creates: 2 }),
    run: send,
    judge({ resourceType, operation }, { first, second }, { contract }) {
      const value = second && valueOf([statusOf(first) ?? null, statusOf(second) ?? null]);
      if (!second || !value) return inconclusive(`The creation was not sent again: ${outcomeOf(first)}`, [first]);
      const [one, other] = [first, second].map((exchange) =>
        createdId(resourceType, exchange, freshValues(contract, operation, exchange.request)),
      );
      const id = one === undefined || other === undefined ? null : one === other ? 'same' : 'another';
      return observed([factOf(fact, operation.key, { ...value, id })]);
    },
  });

const again = async (session: Session, first: Exchange): Promise<Exchange | undefined> =>
  isSuccess(first) ? session.send({ ...first.request, faults: ['duplicate'] }) : undefined;

export const repeatedCreationRecorded = creationSentTwice({
  id: 'idempotency/repeated-creation-recorded',
  title: 'The effect of a repeated creation is recorded',
  why: 'A client without an answer sends the creation again; whether it then has one resource or two depends on the service.',
  fix: 'Nothing is broken; the documentation could state what a repeated creation does.',
  requests: 20,
  /** Repeats the shared creation. Where the list shows names, the repetition that another check judges is used. */
  async send({ resourceType, operation }, session) {
    const parameters = { operation: operation.key };
    if (resourceType.collection?.name === undefined) {
      const { exchange: first } = await session.run(created, parameters);
      return { first, second: await again(session, first) };
    }
    const { first, second } = await session.run(repeated, parameters);
    return { first: first.creation, second: second ?? (await again(session, first.creation)) };
  },
  fact: 'creation.repeated',
  valueOf: ([, status]) => (status === null || status === 429 ? undefined : { status }),
});

/** With an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). */
export const keyedCreationRecorded = creationSentTwice({
  id: 'idempotency/keyed-creation-recorded',
  title: 'The effect of a creation that is repeated with the same Idempotency-Key is recorded',
  why: 'Where the key is honoured, a client may safely send again; where it is ignored, it must check first.',
  fix: 'Nothing is broken; the documentation could state whether the header is honoured.',
  requests: 2,
  async send({ operation }, session) {
    const plain = requestAsSet(session, { operation: operation.key, settings: [], purpose: 'keyed' });
    const request = { ...plain, headers: [...plain.headers, ['Idempotency-Key', keyText(session, 'idempotency-key', plain)] as const] };
    const first = await session.send(request);
    return { first, second: isSuccess(first) ? await session.send(request) : undefined };
  },
  fact: 'creation.keyed',
  valueOf: (statuses) => (statuses.includes(429) ? undefined : { statuses }),
});
