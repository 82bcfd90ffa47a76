import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { collectionAt, largestPage, pageItems, stylesOf } from '../../subjects/collection.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { type SharedTrait, sharedTraits } from '../../subjects/shared-traits.ts';
import { idText } from '../../subjects/shown-resource.ts';

type Result = {
  /** The creation as it is documented. */
  readonly control: Exchange;
  /** What shows that one lacks what it has to have: the other one, and the list. */
  readonly shown: readonly Exchange[];
  readonly lacking: string | undefined;
  readonly answer: Exchange | undefined;
};

const bodyOf = ({ body }: PlannedRequest): Readonly<Record<string, unknown>> | undefined =>
  holdsValue(body) && isObject(body.value) ? body.value : undefined;

/** May two texts mean the same: `en` and `en-GB` for a service that goes by the language alone. */
const isAlike = (one: unknown, other: unknown): boolean => {
  const [a, b] = [one, other].map((text) => (typeof text === 'string' ? text.trim().toLowerCase().split(/[-_]/u)[0] : undefined));
  return a !== undefined && a === b;
};

/** Is something that the other one shows among what an item has; undefined where the item shows none, or not all of it. */
const isAmong = (item: unknown, { among, pairs }: SharedTrait, other: Readonly<Record<string, unknown>>): boolean | undefined => {
  const own = isObject(item) ? item[among] : undefined;
  const wanted = pairs.map(([inside, member]) => [inside, other[member]] as const);
  if (!Array.isArray(own) || own.length === 0 || wanted.some(([, value]) => typeof value !== 'string' || value === '')) return undefined;
  return own.some((entry: unknown) =>
    wanted.every(([inside, value]) => isAlike(inside === '' ? entry : isObject(entry) ? entry[inside] : undefined, value)),
  );
};

const readOther = async (session: Session, { other: { read, trip } }: SharedTrait, id: string): Promise<Exchange> => {
  const [name = ''] = [...trip.itemPath.matchAll(/\{([^{}]+)\}/gu)].map(([, one = '']) => one).slice(-1);
  return session.send(usableRequest(session, read, 'shared-trait', { pathValues: { [name]: id } }));
};

export const sharedTraitDemanded = defineProbe<SharedTrait, Result>({
  id: 'lifecycle/shared-trait-demanded',
  title: 'What names two things of which one has to have what the other one shows is refused where it has not',
  why: 'A guide who does not speak the language of the tour stands before the guests.',
  fix: 'Compare what the one has with what the other one asks for before anything is stored.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: sharedTraits,
  // What a list shows was there before the run.
  prerequisites: ({ operation }, around) => [...prerequisitesFor(operation, around), { kind: 'permission', permission: 'destructive' }],
  cost: () => ({ requests: 10, creates: 3 }),
  async run(subject, session) {
    const { operation, holder, other } = subject;
    const request = await withResources(session, usableRequest(session, operation, 'shared-trait'));
    const value = bodyOf(request);
    const id = value && idText(value[other.member]);
    if (value === undefined || id === undefined)
      throw new NotTried('not-applicable', `The body of ${operation.key} names no ${other.member}`);
    const control = await session.send(request);
    const nothing = { control, shown: [], lacking: undefined, answer: undefined };
    if (!isSuccess(control)) return nothing;
    const otherShown = await readOther(session, subject, id);
    const resource = resourceIn(session.contract, other.read, otherShown, other.trip.id);
    const collection = collectionAt(session.contract, holder.read.key);
    if (!collection) return nothing;
    const [style] = stylesOf(collection);
    const base = usableRequest(session, holder.read, 'shared-trait');
    const list = await session.send({ ...base, query: [...base.query, ...(style === undefined ? [] : largestPage(style))] });
    const shown = [otherShown, list];
    const item = resource && (pageItems(collection, list) ?? []).find((one) => isAmong(one, subject, resource) === false);
    const lacking = item === undefined ? undefined : idText(valueAt(item, holder.pointer));
    if (lacking === undefined) return { ...nothing, shown };
    const again = await withResources(session, usableRequest(session, operation, 'shared-trait-lacking'));
    const changed = { ...bodyOf(again), [other.member]: value[other.member], [holder.member]: lacking };
    const answer = await session.send({ ...again, body: askedBody(operation, changed), faults: ['value-unusable'] });
    return { control, shown, lacking, answer };
  },
  judge({ holder, sentence, pairs }, { control, shown, lacking, answer }) {
    if (!isSuccess(control)) return inconclusive(`It was answered ${outcomeOf(control)} as it is documented`, [control]);
    if (lacking === undefined || !answer)
      return inconclusive(`The list shows nothing that lacks ${pairs.map(([, member]) => member).join(' and ')}`, shown);
    const status = statusOf(answer) ?? 0;
    if ([400, 403, 404, 409, 422].includes(status)) return pass(1);
    if (!isSuccess(answer) || status === 202 || answerOf(answer) === undefined)
      return inconclusive(`It was answered ${outcomeOf(answer)}`, [answer]);
    const body = jsonOf(answer);
    const expected = `a refusal of "${lacking}", which does not have what it has to: "${sentence}"`;
    const finding = { code: 'lacking-accepted', where: `/${holder.member}`, expected, actual: outcomeOf(answer) };
    // A service may have taken another one.
    if (isObject(body) && body[holder.member] !== undefined && String(body[holder.member]) !== lacking)
      return inconclusive('The answer names another one', [answer]);
    return unconfirmed(fail(finding, [answer, control, ...shown]));
  },
});
