import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinctBy, isObject } from '../../../model/json.ts';
import { placeKey } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, observed, pass, type Subject } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { firstLooks, type FirstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { updated, type Updated } from '../../scenarios/lifecycle/updated.ts';
import { makeableResources, operationOfResource, storyNeeds } from '../../subjects/resources.ts';
import { heldWith } from '../../subjects/shown-thing.ts';

/** A kind of thing at an operation that shows it. */
type Shown = Subject & { readonly resource: Resource; readonly isRead: boolean };

const shownBy = (contract: Contract, word: 'list' | 'read'): Shown[] =>
  distinctBy(
    makeableResources(contract).flatMap((resource) => {
      const operation = operationOfResource(resource, word);
      return operation ? [at(operation.place, { resource, isRead: word === 'read' })] : [];
    }),
    ({ location }) => placeKey(location),
  );

export const thingsAreObjects = defineProbe({
  id: 'schema/things-are-objects',
  title: 'A thing is shown as a JSON object, by its read and in its list',
  why: 'A client reads members; a bare id tells it nothing, and an array of one needs code of its own.',
  fix: 'Show the thing itself wherever it is shown.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  over: (contract) => [...shownBy(contract, 'list'), ...shownBy(contract, 'read')],
  needs: ({ resource }, around) => storyNeeds(resource, around, ['read']),
  cost: ({ resource }) => storyCost(resource, 30),
  measure: ({ resource }, session) => session.measure(firstLooks, { resource: resource.name }),
  judge({ resource, isRead }, { things, reads, list }) {
    const verdicts = (isRead ? reads : []).flatMap(({ exchange }): Verdict[] => {
      const body = jsonOf(exchange);
      if (!isSuccess(exchange) || body === undefined) return [];
      if (isObject(body)) return [pass(1)];
      return [fail({ code: 'thing-no-object', where: '#', expected: 'an object', actual: shown(body) }, [exchange])];
    });
    if (!isRead && list && isSuccess(list.exchange)) {
      const body = jsonOf(list.exchange);
      for (const id of list.shown.keys()) {
        const isHeld = list.shown.get(id) !== undefined || heldWith(resource, body, id) !== undefined || isValueOfMember(body, id);
        const finding = { code: 'item-no-object', where: 'list', expected: `an object with the id ${id}`, actual: 'the bare id' };
        verdicts.push(isHeld ? pass(1) : fail(finding, [list.exchange]));
      }
    }
    if (verdicts.length > 0) return joinVerdicts(verdicts);
    const [first] = reads;
    return first ? inconclusive(`A read was answered ${outcomeOf(first.exchange)}`, [first.exchange]) : notMade(things.own.creation);
  },
});

/** Does an id stand in an object as the value of a member or as its name. */
const isValueOfMember = (body: unknown, id: string): boolean => {
  if (Array.isArray(body)) return body.some((one) => isValueOfMember(one, id));
  if (!isObject(body)) return false;
  return Object.entries(body).some(([name, value]) => name === id || String(value) === id || isValueOfMember(value, id));
};

type Measured = { readonly looks: FirstLooks; readonly changes: Updated | undefined };

export const thingPlaceRecorded = defineProbe({
  id: 'schema/thing-place-recorded',
  title: 'Where answers hold a thing is recorded where it is not printed',
  why: 'A client that finds a thing in one envelope breaks on a service that follows the same documentation with another.',
  fix: 'Nothing is broken; the documentation could print the answers.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  over: (contract) =>
    makeableResources(contract).map((resource) => at({ operation: resource.create?.key ?? null, way: resource.place.way }, { resource })),
  needs: ({ resource }, around) => storyNeeds(resource, around, ['read']),
  cost: ({ resource }) => storyCost(resource, 60),
  async measure({ resource }, session): Promise<Measured> {
    const parameters = { resource: resource.name };
    const looks = await session.measure(firstLooks, parameters);
    const changes = await orSkipped(session.measure(updated, parameters));
    return { looks, changes: isSkipped(changes) ? undefined : changes };
  },
  judge({ resource }, { looks, changes }) {
    const { id, creation } = looks.things.own;
    if (id === undefined) return notMade(creation);
    const read = looks.reads.find(({ made }) => made.id === id)?.exchange;
    const update = changes?.updates.map(({ exchange }) => exchange).find(isSuccess);
    const facts = [creation, read, looks.list?.exchange, update].flatMap((exchange) => {
      const held = exchange && placeIn(resource, exchange, id);
      return held === undefined ? [] : [factOf('thing.place', exchange?.request.operation ?? null, held)];
    });
    return facts.length > 0 ? observed(facts) : inconclusive('No answer shows the thing', [creation]);
  },
});

const placeIn = (resource: Resource, exchange: Exchange, id: string): string | undefined => {
  const held = isSuccess(exchange) ? heldWith(resource, jsonOf(exchange), id) : undefined;
  return held?.at.replaceAll(/\/\d+(?=\/|$)/g, '/*').replaceAll(`/${id}`, '/*');
};
