import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import { listedValues, unlistedValue } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Fault, type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { at, defineProbe, NotTried, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { once, type Session } from '../../kit/session.ts';
import { withMistakenBody } from '../../requests/mistaken-body.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { type Creation, creators, prerequisitesToCreate } from '../../subjects/creators.ts';
import { freshTexts } from '../../subjects/texts-of-ours.ts';
import { askedContent } from '../../../contract/asked-content.ts';

/** The session and the operation of an odd request. `purpose` names the request. */
type Asking = { readonly session: Session; readonly operation: Operation; readonly purpose: string };

/** One way in which a creation is odd. */
type Odd = {
  /** The last part of the name of its fact. */
  readonly name: string;
  /** Undefined where the body has no member for it. */
  request(asking: Asking): PlannedRequest | undefined;
  /** Another check sends the same request. */
  readonly isShared?: true;
};

const withMember = (
  { session, operation, purpose }: Asking,
  member: string | undefined,
  value: unknown,
  faults: readonly Fault[],
): PlannedRequest | undefined =>
  member === undefined
    ? undefined
    : { ...requestAsSet(session, { operation: operation.key, settings: [{ member, value }], purpose }), faults };

/** The minimal body, serialised in another way. */
const rewritten = (
  { session, operation, purpose }: Asking,
  write: (body: unknown) => string,
  faults: readonly Fault[],
  mediaType = askedContent(operation.body)?.mediaType ?? 'application/json',
): PlannedRequest => {
  const request = requestAsSet(session, { operation: operation.key, settings: [], purpose });
  const body: unknown = holdsValue(request.body) ? request.body.value : {};
  return { ...request, body: { kind: 'text', text: write(body), mediaType }, faults };
};

const withText = (asking: Asking, value: unknown, faults: readonly Fault[] = []): PlannedRequest | undefined =>
  withMember(asking, freshTexts(asking.session.contract, asking.operation)[0]?.name, value, faults);

/** A text member whose values refer to something on the server and are not listed in the document. */
const naming = ({ session, operation }: Asking): BodyMember | undefined =>
  bodyMembers(session.contract, operation).find(
    (member) =>
      typesOf(member.schema).includes('string') &&
      member.conventions.fresh !== true &&
      member.conventions.fixture === undefined &&
      member.conventions.refers === undefined &&
      listedValues(member) === undefined,
  );

/** An optional member that takes ids of existing resources. */
const referring = ({ session, operation }: Asking): string | undefined =>
  bodyMembers(session.contract, operation).find(
    ({ required, schema, conventions }) => !required && conventions.fixture !== undefined && typesOf(schema).includes('array'),
  )?.name;

/** The length of a text that is never intended, in letters. */
const manyLetters = 10_000;

/** A made-up member that no contract documents. */
const ownMember = 'ct_unknown';

/** Tried at every creation. Within a kind, the value that is most likely refused comes first. */
const usualOddities = [
  { name: 'null-text', request: (asking) => withText(asking, null, ['body-wrong-type']) },
  { name: 'empty-text', request: (asking) => withText(asking, '') },
  { name: 'blank-text', request: (asking) => withText(asking, '   ') },
  {
    name: 'unknown-reference',
    request(asking) {
      const member = referring(asking);
      return withMember(asking, member, [`ct-no-such-${member ?? ''}`], ['value-unusable']);
    },
  },
  { name: 'unknown-member', request: (asking) => withMember(asking, ownMember, true, []) },
  { name: 'other-media-type', request: (asking) => rewritten(asking, (body) => JSON.stringify(body), [], 'text/plain') },
] as const satisfies readonly Odd[];

/** Tried only where the run can remove the resources that they may create. */
const moreOddities = [
  { name: 'array-body', request: ({ session, operation }) => withMistakenBody(session, operation, 'array'), isShared: true },
  { name: 'text-body', request: ({ session, operation }) => withMistakenBody(session, operation, 'text'), isShared: true },
  {
    name: 'spare-comma',
    request: (asking) => rewritten(asking, (body) => JSON.stringify(body).replace(/\}$/, ',}'), ['body-unparsable']),
  },
  { name: 'bare-names', request: (asking) => rewritten(asking, withBareNames, ['body-unparsable']) },
  { name: 'form-body', request: (asking) => rewritten(asking, asForm, [], 'application/x-www-form-urlencoded') },
  {
    name: 'unknown-value',
    request(asking) {
      const member = naming(asking);
      return withMember(asking, member?.name, member && unlistedValue(member), ['value-unusable']);
    },
  },
  { name: 'number-value', request: (asking) => withMember(asking, naming(asking)?.name, 1, ['body-wrong-type']) },
  {
    name: 'very-long-text',
    request: (asking) => withText(asking, `${asking.session.fresh(asking.purpose)}-`.padEnd(manyLetters, 'abcdefghij')),
  },
] as const satisfies readonly Odd[];

type Oddity = (typeof usualOddities | typeof moreOddities)[number];

/** An object whose member names have no quotes, as in a program. */
const withBareNames = (body: unknown): string => {
  const members = Object.entries(isObject(body) ? body : {}).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `{${members.join(', ')}}`;
};

/** The members of a body as a form. Values that are not texts are written as JSON. */
const asForm = (body: unknown): string => {
  const members = Object.entries(isObject(body) ? body : {});
  return new URLSearchParams(
    members.map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  ).toString();
};

/** The oddities that are tried at a creation. */
const odditiesAt = ({ resourceTypes }: Contract, { key }: Operation): readonly Oddity[] => {
  const isRemovable = resourceTypes.some(({ create, remove }) => create?.key === key && remove !== undefined);
  return isRemovable ? [...usualOddities, ...moreOddities] : usualOddities;
};

const tryOne = async (session: Session, operation: Operation, odd: Odd): Promise<Exchange | undefined> => {
  const request = odd.request({ session, operation, purpose: `odd-${odd.name}` });
  return request && (odd.isShared ? once(session, request) : session.send(request));
};

type Answered = readonly { readonly oddity: Oddity['name']; readonly exchange: Exchange }[];

export const oddValuesRecorded = defineProbe<Creation, Answered>({
  id: 'body/odd-values-recorded',
  title: 'The answer to a creation with undocumented values or formats is recorded',
  why: 'Two services that follow the documentation may differ here, and a client that relies on one breaks on the other.',
  fix: 'Nothing is broken; the documentation could state which of these are accepted.',
  phase: 'closing',
  exclusive: 'collection',
  over: (contract) => creators(contract).flatMap((operation) => (operation.body ? [at(operation.body.location, { operation })] : [])),
  prerequisites: prerequisitesToCreate,
  cost({ operation }, { contract }) {
    const count = odditiesAt(contract, operation).length;
    return { requests: count, creates: count };
  },
  async run({ operation }, session) {
    const answered: { oddity: Oddity['name']; exchange: Exchange }[] = [];
    const untried: string[] = [];
    for (const odd of odditiesAt(session.contract, operation)) {
      const exchange = await orSkipped(tryOne(session, operation, odd));
      if (isSkipped(exchange)) untried.push(`${odd.name}: ${exchange.reason}`);
      else if (exchange) answered.push({ oddity: odd.name, exchange });
    }
    if (answered.length === 0) throw new NotTried('out-of-budget', untried.join('; '));
    return answered;
  },
  judge: ({ operation }, answered) =>
    observed(
      answered.map(({ oddity, exchange }) => factOf(`creation.${oddity}`, operation.key, statusOf(exchange) ?? outcomeOf(exchange))),
    ),
});
