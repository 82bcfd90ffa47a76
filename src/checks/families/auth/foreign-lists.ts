import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, Filter, Operation, ResourceType } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CredentialName, holdsValue } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, type ProbePrerequisite, pass, type Subject, type Surroundings } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sessionAs } from '../../requests/session-as.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { type ListLook, lookInList } from '../../scenarios/lifecycle/look-at-resource.ts';
import { idOfCreation } from '../../scenarios/lifecycle/described-ids.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { locationOf } from '../../subjects/changeable.ts';
import { pageItems } from '../../subjects/collection.ts';
import { makeableResourceTypes, resourceTypeNamed, storyPrerequisites } from '../../subjects/resources.ts';
import { idText } from '../../subjects/shown-resource.ts';

/** A resource type that a run can create and a list shows, at the list. */
type Listed = Subject & { readonly resourceType: ResourceType; readonly create: Operation; readonly collection: Collection };

const listedResources = (contract: Contract): Listed[] =>
  makeableResourceTypes(contract).flatMap((resourceType) => {
    const { create, collection } = resourceType;
    return create && collection?.operation.secured === true
      ? [at(collection.operation.location, { resourceType, create, collection })]
      : [];
  });

/** The prerequisites of creating a resource and looking for it as another account. */
const prerequisitesOf = ({ resourceType }: Listed, around: Surroundings): ProbePrerequisite[] => [
  ...storyPrerequisites(resourceType, around, []),
  { kind: 'credential', name: 'other' },
];

/** A resource that the run created, looked for in its list with two credentials. */
type ListedForBoth = {
  readonly creation: Exchange;
  readonly id: string | undefined;
  readonly own: ListLook | undefined;
  readonly other: ListLook | undefined;
};

/** Looks for the shared created resource until its own account lists it, then once as another account. */
const listedForBoth = defineScenario<{ readonly resourceType: string; readonly create: string }, ListedForBoth>({
  id: 'listed-for-both',
  async run(session, { resourceType: name, create }) {
    const resourceType = resourceTypeNamed(session.contract, name);
    const { exchange: creation } = await session.run(created, { operation: create });
    const id = await idOfCreation(session, resourceType, creation);
    if (id === undefined) return { creation, id, own: undefined, other: undefined };
    let own: ListLook | undefined;
    await until(session, untilListed(session), async () => {
      own = await lookInList(session, resourceType, [id]);
      return !own || own.shown.has(id) ? true : undefined;
    });
    const asOther = sessionAs(session, 'other');
    return { creation, id, own, other: await lookInList(asOther, resourceType, [id]) };
  },
});

const untilListed = ({ target }: Session): { readonly withinMs: number; readonly why: string } => ({
  withinMs: patienceMs(target, 'created.listed'),
  why: 'the list should show what was created',
});

export const createdHiddenFromOthers = defineProbe<Listed, ListedForBoth>({
  id: 'auth/created-hidden-from-others',
  title: 'What an account creates is not in the list of another account',
  why: 'A list that is not limited to the account shows every customer what all others create.',
  fix: 'Limit every query to the account of the credential, also behind caches and on pages after the first.',
  reads: 'collection',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: listedResources,
  prerequisites: prerequisitesOf,
  cost: () => ({ requests: 60, creates: 1 }),
  run: ({ resourceType, create }, session) => session.run(listedForBoth, { resourceType: resourceType.name, create: create.key }),
  judge(_listed, { creation, id, own, other }) {
    if (id === undefined || !own || !other) {
      return inconclusive(`Nothing was created, or its id is unknown: ${outcomeOf(creation)}`, [creation]);
    }
    if (!own.shown.has(id)) return inconclusive('The account that created the resource does not list it', [own.exchange, creation]);
    if (other.shown.has(id)) {
      const finding = { code: 'foreign-thing-listed', where: 'list', expected: 'no resource of another account', actual: `"${id}"` };
      return fail(finding, [other.exchange, own.exchange]);
    }
    if (other.isOpen) return inconclusive('The list of the other account could not be read to its end', [other.exchange]);
    return pass(1);
  },
});

/** A list with a filter for the parent resource of its items. The creation of an item names the parent. */
type Belonging = Listed & { readonly filter: Filter; readonly member: string };

const belongings = (contract: Contract): Belonging[] =>
  listedResources(contract).flatMap((listed) =>
    bodyMembers(contract, listed.create)
      .filter(({ conventions }) => conventions.refers !== undefined)
      .flatMap((member) =>
        listed.collection.filters
          .filter((filter) => filter.at === locationOf(member))
          .map((filter) => ({ ...listed, filter, member: member.name })),
      )
      .slice(0, 1),
  );

type Narrowed = {
  readonly creation: Exchange;
  /** The id of the parent resource; undefined where nothing was created in it. */
  readonly id: string | undefined;
  readonly own: Exchange | undefined;
  readonly other: Exchange | undefined;
};

const read = (session: Session, { collection, filter }: Belonging, id: string, name: CredentialName): Promise<Exchange> => {
  const base = usableRequest(session, collection.operation, 'belonging');
  const others = base.query.filter(([one]) => one !== filter.parameter.name);
  return session.send({ ...base, query: [...others, [filter.parameter.name, id]], credential: { kind: 'valid', name } });
};

const shows = ({ collection, filter }: Belonging, exchange: Exchange, id: string): boolean =>
  isSuccess(exchange) && (pageItems(collection, exchange) ?? []).some((item) => idText(valueAt(item, filter.at ?? '')) === id);

export const foreignFilterEmpty = defineProbe<Belonging, Narrowed>({
  id: 'auth/foreign-filter-empty',
  title: 'A list that is filtered by a resource of another account shows none of its items',
  why: 'Ids leak, and a filter that checks only the id shows what the list itself hides.',
  fix: 'Limit the query to the account of the credential first, and then apply the filter.',
  reads: 'collection',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: belongings,
  prerequisites: prerequisitesOf,
  cost: () => ({ requests: 20, creates: 1 }),
  async run(belonging, session) {
    const { exchange: creation } = await session.run(created, { operation: belonging.create.key });
    const { body } = creation.request;
    const sent = holdsValue(body) && isObject(body.value) ? idText(body.value[belonging.member]) : undefined;
    if (sent === undefined || !isSuccess(creation)) return { creation, id: undefined, own: undefined, other: undefined };
    let own: Exchange | undefined;
    await until(session, untilListed(session), async () => {
      own = await read(session, belonging, sent, 'key');
      return shows(belonging, own, sent) ? true : undefined;
    });
    return { creation, id: sent, own, other: await read(session, belonging, sent, 'other') };
  },
  judge(belonging, { creation, id, own, other }) {
    if (id === undefined || !own || !other) return inconclusive(`Nothing was created: ${outcomeOf(creation)}`, [creation]);
    if (!shows(belonging, own, id))
      return inconclusive('The filtered list of the account that created the item does not show it', [own, creation]);
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
