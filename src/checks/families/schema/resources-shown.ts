import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, ResourceType } from '../../../contract/model.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinctBy, isObject } from '../../../model/json.ts';
import { locationKey } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, observed, pass, type Subject } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { firstLooks, type FirstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { updated, type Updated } from '../../scenarios/lifecycle/updated.ts';
import { makeableResourceTypes, operationOfResourceType, storyPrerequisites } from '../../subjects/resources.ts';
import { heldWith } from '../../subjects/shown-resource.ts';

/** A resource type at an operation that shows its resources. */
type Shown = Subject & { readonly resourceType: ResourceType; readonly isRead: boolean };

const shownBy = (contract: Contract, word: 'list' | 'read'): Shown[] =>
  distinctBy(
    makeableResourceTypes(contract).flatMap((resourceType) => {
      const operation = operationOfResourceType(resourceType, word);
      return operation ? [at(operation.location, { resourceType, isRead: word === 'read' })] : [];
    }),
    ({ location }) => locationKey(location),
  );

export const resourcesAreObjects = defineProbe({
  id: 'schema/things-are-objects',
  title: 'A resource is shown as a JSON object, by its read and in its list',
  why: 'A client reads members; a bare id has none, and an array of one resource needs code of its own.',
  fix: 'Show the resource itself as an object in every answer.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...shownBy(contract, 'list'), ...shownBy(contract, 'read')],
  prerequisites: ({ resourceType }, around) => storyPrerequisites(resourceType, around, ['read']),
  cost: ({ resourceType }) => storyCost(resourceType, 30),
  run: ({ resourceType }, session) => session.run(firstLooks, { resourceType: resourceType.name }),
  judge({ resourceType, isRead }, { resources, reads, list }) {
    const verdicts = (isRead ? reads : []).flatMap(({ exchange }): Verdict[] => {
      const body = jsonOf(exchange);
      if (!isSuccess(exchange) || body === undefined) return [];
      if (isObject(body)) return [pass(1)];
      return [fail({ code: 'thing-no-object', where: '#', expected: 'an object', actual: shown(body) }, [exchange])];
    });
    if (!isRead && list && isSuccess(list.exchange)) {
      const body = jsonOf(list.exchange);
      for (const id of list.shown.keys()) {
        const isHeld = list.shown.get(id) !== undefined || heldWith(resourceType, body, id) !== undefined || isValueOfMember(body, id);
        const finding = { code: 'item-no-object', where: 'list', expected: `an object with the id ${id}`, actual: 'the bare id' };
        verdicts.push(isHeld ? pass(1) : fail(finding, [list.exchange]));
      }
    }
    if (verdicts.length > 0) return joinVerdicts(verdicts);
    const [first] = reads;
    return first ? inconclusive(`A read was answered ${outcomeOf(first.exchange)}`, [first.exchange]) : notMade(resources.own.creation);
  },
});

/** Is an id the value of a member in an object, or the name of one. */
const isValueOfMember = (body: unknown, id: string): boolean => {
  if (Array.isArray(body)) return body.some((one) => isValueOfMember(one, id));
  if (!isObject(body)) return false;
  return Object.entries(body).some(([name, value]) => name === id || String(value) === id || isValueOfMember(value, id));
};

type Result = { readonly looks: FirstLooks; readonly changes: Updated | undefined };

export const resourceLocationRecorded = defineProbe({
  id: 'schema/thing-place-recorded',
  title: 'The location of a resource in answers is recorded where it is not documented',
  why: 'A client that finds a resource in one envelope breaks when another service with the same documentation uses another one.',
  fix: 'Nothing is broken; the documentation could show the answers.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) =>
    makeableResourceTypes(contract).map((resourceType) =>
      at({ operation: resourceType.create?.key ?? null, way: resourceType.location.way }, { resourceType }),
    ),
  prerequisites: ({ resourceType }, around) => storyPrerequisites(resourceType, around, ['read']),
  cost: ({ resourceType }) => storyCost(resourceType, 60),
  async run({ resourceType }, session): Promise<Result> {
    const parameters = { resourceType: resourceType.name };
    const looks = await session.run(firstLooks, parameters);
    const changes = await orSkipped(session.run(updated, parameters));
    return { looks, changes: isSkipped(changes) ? undefined : changes };
  },
  judge({ resourceType }, { looks, changes }) {
    const { id, creation } = looks.resources.own;
    if (id === undefined) return notMade(creation);
    const read = looks.reads.find(({ made }) => made.id === id)?.exchange;
    const update = changes?.updates.map(({ exchange }) => exchange).find(isSuccess);
    const facts = [creation, read, looks.list?.exchange, update].flatMap((exchange) => {
      const held = exchange && locationIn(resourceType, exchange, id);
      return held === undefined ? [] : [factOf('thing.place', exchange?.request.operation ?? null, held)];
    });
    return facts.length > 0 ? observed(facts) : inconclusive('No answer shows the resource', [creation]);
  },
});

const locationIn = (resourceType: ResourceType, exchange: Exchange, id: string): string | undefined => {
  const held = isSuccess(exchange) ? heldWith(resourceType, jsonOf(exchange), id) : undefined;
  return held?.at.replaceAll(/\/\d+(?=\/|$)/g, '/*').replaceAll(`/${id}`, '/*');
};
