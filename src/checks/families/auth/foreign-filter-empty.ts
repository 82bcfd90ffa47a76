import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Collection, Contract, Filter, Resource } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import { pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { patienceMs } from '../../kit/patience.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { placeOf } from '../../scenarios/lifecycle/updated.ts';
import { makeable, storyNeeds } from '../../subjects/resource-at.ts';
import type { Session } from '../../kit/session.ts';
import { idText } from '../../subjects/shown-thing.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** A list that can be narrowed to what belongs to another thing, which the creation of its items names. */
type Belonging = { readonly resource: Resource; readonly collection: Collection; readonly filter: Filter; readonly member: string };

type Measured = {
  readonly creation: Exchange;
  /** The id of the thing around; undefined where nothing was created in it. */
  readonly id: string | undefined;
  readonly own: Exchange | undefined;
  readonly other: Exchange | undefined;
};

const belongings = (contract: Contract): Belonging[] =>
  makeable(contract).flatMap((resource) => {
    const { collection, create } = resource;
    if (!collection || !create || !collection.operation.secured) return [];
    const found = bodyMembers(contract, create)
      .filter(({ conventions }) => conventions.refers !== undefined)
      .flatMap((member) =>
        collection.filters.flatMap((filter) => (filter.at === placeOf(member) ? [{ filter, member: member.name }] : [])),
      );
    return found.slice(0, 1).map((one) => ({ resource, collection, ...one }));
  });

const belongingAt = (contract: Contract, operation: string | null): Belonging => {
  const found = belongings(contract).find(({ collection }) => collection.operation.key === operation);
  if (!found) throw new RangeError(`Cannot find a list of things that belong to others at ${operation ?? 'nothing'}`);
  return found;
};

const read = (session: Session, { collection, filter }: Belonging, id: string, name: CredentialName): Promise<Exchange> => {
  const base = usableRequest(session, operationOf(session.contract, collection.operation.key), 'belonging');
  const others = base.query.filter(([one]) => one !== filter.parameter.name);
  return session.send({ ...base, query: [...others, [filter.parameter.name, id]], credential: { kind: 'valid', name } });
};

const shows = ({ collection, filter }: Belonging, exchange: Exchange, id: string): boolean =>
  isSuccess(exchange) && (pageItems(collection, exchange) ?? []).some((item) => idText(valueAt(item, filter.at ?? '')) === id);

export const foreignFilterEmpty = defineProbe<Measured>({
  id: 'auth/foreign-filter-empty',
  title: 'A list that is narrowed to a thing of another account shows nothing of it',
  why: 'Ids get around, and a filter that looks at them alone opens what the list itself hides.',
  fix: 'Narrow by the account of the credential first, and by the filter then.',
  reads: 'collection',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => belongings(contract).map(({ collection }) => collection.operation.place),
  needs: (place, around) => [
    ...storyNeeds(belongingAt(around.contract, place.operation).resource, around, []),
    { kind: 'credential', name: 'other' },
  ],
  cost: () => ({ requests: 20, creates: 1 }),
  async measure(place, session) {
    const belonging = belongingAt(session.contract, place.operation);
    const { exchange: creation } = await session.measure(created, { operation: belonging.resource.create?.key ?? '' });
    const { body } = creation.request;
    const sent = body?.kind === 'json' && isObject(body.value) ? idText(body.value[belonging.member]) : undefined;
    if (sent === undefined || !isSuccess(creation)) return { creation, id: undefined, own: undefined, other: undefined };
    let own: Exchange | undefined;
    const wait = { withinMs: patienceMs(session.target, 'created.listed'), why: 'the list is to show what was created' };
    await until(session, wait, async () => {
      own = await read(session, belonging, sent, 'key');
      return shows(belonging, own, sent) ? true : undefined;
    });
    return { creation, id: sent, own, other: await read(session, belonging, sent, 'other') };
  },
  judge(place, { creation, id, own, other }, { contract }) {
    const belonging = belongingAt(contract, place.operation);
    if (id === undefined || !own || !other) return inconclusive(`Nothing was created: ${outcomeOf(creation)}`, [creation]);
    if (!shows(belonging, own, id)) return inconclusive('Its own account is not shown what belongs to it', [own, creation]);
    if (shows(belonging, other, id)) {
      const finding = {
        code: 'foreign-thing-listed',
        where: belonging.filter.parameter.name,
        expected: 'nothing of another account',
        actual: `"${id}"`,
      };
      return fail(finding, [other, own]);
    }
    const status = statusOf(other) ?? 0;
    const isHidden =
      pageItems(belonging.collection, other) !== undefined || (status >= 400 && status < 500 && ![401, 408, 429].includes(status));
    return isHidden ? pass(1) : inconclusive(`The other account was answered ${outcomeOf(other)}`, [other]);
  },
});
