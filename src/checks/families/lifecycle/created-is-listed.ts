import type { PropertyConventions } from '../../../contract/conventions.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { firstLooks, type FirstLooks, type MadeResource } from '../../scenarios/lifecycle/first-looks.ts';
import { listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { isCached, type ListLook, lookInList } from '../../scenarios/lifecycle/look-at-resource.ts';
import { idOfCreation } from '../../scenarios/lifecycle/described-ids.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { pageItems } from '../../subjects/collection.ts';
import { sentMember } from '../../subjects/creators.ts';
import {
  createdResourceTypeNamed,
  type Makeable,
  livesWith,
  type MakeableSubject,
  resourceTypesThemselves,
  storyPrerequisites,
} from '../../subjects/resources.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { mayGoOn, usualPage } from '../../subjects/shows-more.ts';

/** A resource type that a run can create and that a list shows. */
type Listable = MakeableSubject & { readonly collection: Collection };

const listable = (contract: Contract): Listable[] =>
  livesWith(contract, 'list').flatMap(({ resourceType }) => {
    const { create, collection } = resourceType;
    // The requirement may be at the operation or at the resource type.
    const location = { operation: create.key, way: [...resourceType.location.way, ...create.location.way.slice(1)] };
    return collection ? [at(location, { resourceType, collection })] : [];
  });

type Result = {
  /** Found by the name that it was created with; undefined where no member of an item is documented as its name. */
  readonly named: Listed | undefined;
  /** Several resources, found by their ids; undefined where what is created cannot be removed. */
  readonly looks: FirstLooks | undefined;
};

export const createdIsListed = defineProbe({
  id: 'lifecycle/created-is-listed',
  title: 'A created resource is in its list, under the name that it was created with',
  why: 'A list is the only way to find what one owns, and to stop paying for it. What it leaves out is lost.',
  fix: 'List a resource from the moment its creation is answered, in whatever state, with its name as it was sent.',
  phase: 'mutate',
  stage: 'watching',
  exclusive: 'collection',
  over: listable,
  prerequisites: ({ resourceType }, around) => prerequisitesFor(resourceType.create, around),
  cost: ({ resourceType }) => (resourceType.remove ? storyCost(resourceType, 40) : { requests: 20, creates: 1 }),
  async run({ resourceType, collection }, session): Promise<Result> {
    const isNamed = collection.name !== undefined;
    return {
      named: isNamed ? await session.run(listed, { operation: resourceType.create.key }) : undefined,
      looks: !isNamed || resourceType.remove ? await session.run(firstLooks, { resourceType: resourceType.name }) : undefined,
    };
  },
  judge(subject, { named, looks }, { contract, target }) {
    const verdicts = [
      ...(named ? [judgeNamed(contract, subject, named)] : []),
      ...(looks ? [judgeLooks(contract, target, subject, looks)] : []),
    ];
    // A list in which names do not identify the resources may still show them by their ids.
    const isShown = looks !== undefined && verdicts.at(-1)?.kind === 'pass';
    return joinVerdicts(isShown ? verdicts.filter(({ kind }) => kind !== 'inconclusive') : verdicts);
  },
});

const judgeNamed = (contract: Contract, { resourceType, collection }: Listable, result: Listed): Verdict => {
  const { creation } = result;
  if (result.kind === 'listed') return pass(1);
  if (result.kind === 'not-created') return inconclusive(`Nothing was created: ${outcomeOf(creation)}`, [creation]);
  if (result.kind === 'no-list') return inconclusive('The name by which it is listed is not documented', [creation]);
  const { unread, last, withinMs } = result;
  const [first] = unread;
  if (first) return inconclusive(`The list could not be read to its end: ${outcomeOf(first)}`, [first, creation]);
  const name = collection.name ?? '';
  const names = freshValues(contract, resourceType.create, creation.request)
    .map((value) => JSON.stringify(value))
    .join(' or ');
  return fail(
    {
      code: 'created-not-listed',
      where: `${collection.operation.key}, ${name} of an item`,
      expected: `an item with ${name} ${names} within ${withinMs / 1000} s`,
      actual: 'no such item in any read of the list',
    },
    [creation, last],
  );
};

/** Why a list allows no verdict; undefined where nothing is missing in it, or where it was read to its end. */
const openList = ({ exchange, missing, isOpen }: ListLook): Verdict | undefined => {
  if (!isSuccess(exchange)) return inconclusive(`The list was answered ${outcomeOf(exchange)}`, [exchange]);
  if (missing.length === 0 || !isOpen) return undefined;
  return inconclusive('The list shows that more follows, or could not be read to its end', [exchange]);
};

/** Why a list of an inferred type may lack a new resource; undefined where nothing allows that. */
const whyUnlisted = (collection: Collection, all: readonly MadeResource[], { exchange }: ListLook): string | undefined => {
  if (isCached(exchange)) return 'The list comes from a cache';
  if (all.some(({ creation }) => statusOf(creation) !== 201)) return 'No answer says that something was created';
  const count = pageItems(collection, exchange)?.length ?? usualPage;
  return mayGoOn(collection, count) ? `The list shows ${count} items, and may have more` : undefined;
};

const judgeLooks = (
  contract: Contract,
  target: Target,
  { resourceType, collection }: Listable,
  { resources, list, withinMs }: FirstLooks,
): Verdict => {
  const known = resources.all.filter(({ id }) => id !== undefined);
  if (known.length === 0 || !list) return notMade(resources.own.creation);
  const open = openList(list);
  if (open) return open;
  const doubt = resourceType.presumed && list.missing.length > 0 ? whyUnlisted(collection, resources.all, list) : undefined;
  if (doubt !== undefined) return inconclusive(doubt, [list.exchange]);
  if (list.missing.length > 0) {
    const lost = known.find(({ id }) => id !== undefined && list.missing.includes(id)) ?? resources.own;
    const finding = {
      code: 'created-not-listed',
      where: 'list',
      expected: `${known.length} created resources in one list within ${withinMs / 1000} s`,
      actual: `${list.missing.join(', ')} missing`,
    };
    return fail(finding, [list.exchange, lost.creation]);
  }
  const other = collection.name === undefined ? listedOtherwise(contract, target, resourceType, known, list) : undefined;
  return other ?? pass(known.length);
};

/** Resources without names are recognised by the values that their creation asked for. Undefined where the list shows those. */
const listedOtherwise = (
  contract: Contract,
  { fixtures }: Target,
  { create }: Makeable,
  known: readonly MadeResource[],
  list: ListLook,
): Verdict | undefined => {
  // A value that neither a fixture nor another resource supplies need not exist on the server.
  const asked = bodyMembers(contract, create).filter(({ conventions }) => isKnown(conventions, fixtures));
  for (const { id, creation } of known) {
    const item = id === undefined ? undefined : list.shown.get(id);
    if (!item) continue;
    for (const { name, conventions } of asked) {
      const { shownAt = '' } = conventions;
      const [sent, shows] = [sentMember(creation, name), valueAt(item, shownAt)];
      if (typeof sent !== 'string' || typeof shows !== 'string' || isSameOrShortened(sent, shows)) continue;
      const finding = { code: 'listed-otherwise', where: `${shownAt} of ${id ?? ''}`, expected: `"${sent}"`, actual: `"${shows}"` };
      return fail(finding, [list.exchange, creation]);
    }
  }
  return undefined;
};

const isKnown = ({ shownAt, fixture, refers }: PropertyConventions, fixtures: Target['fixtures']): boolean =>
  shownAt !== undefined && (refers !== undefined || (fixture !== undefined && fixtures[fixture] !== undefined));

const hash = /^[0-9a-f]{7,}$/i;

/** The same text; of hashes, one may be the beginning of the other. */
const isSameOrShortened = (a: string, b: string): boolean =>
  a === b || (hash.test(a) && hash.test(b) && (a.startsWith(b) || b.startsWith(a)));

type ManyLooks = {
  readonly creations: readonly Exchange[];
  readonly ids: readonly string[];
  /** The look that showed all of them, else the last one. */
  readonly list: ListLook | undefined;
  readonly withinMs: number;
};

const mostMs = 10_000;

/** Creates many resources, one after another, and looks for all of them in one list. */
const manyLooks = defineScenario<{ readonly resourceType: string; readonly count: number }, ManyLooks>({
  id: 'many-looks',
  async run(session, { resourceType: name, count }) {
    const resourceType = createdResourceTypeNamed(session.contract, name);
    const { create } = resourceType;
    const creations: Exchange[] = [];
    const ids: string[] = [];
    const names = new Map<string, readonly unknown[]>();
    const withinMs = Math.min(mostMs, patienceMs(session.target, 'created.listed'));
    for (let turn = 1; turn <= count; turn++) {
      const creation = await session.send(usableRequest(session, create, `many-${turn}`));
      creations.push(creation);
      const id = await idOfCreation(session, resourceType, creation);
      if (id !== undefined) {
        ids.push(id);
        names.set(id, freshValues(session.contract, create, creation.request));
      }
      // Without one id no verdict is possible, however many more are created.
      if (!isSuccess(creation) || id === undefined) return { creations, ids, list: undefined, withinMs };
    }
    let list: ListLook | undefined;
    await until(session, { withinMs, why: 'the list is to show everything that was created', pauseMs: 2000 }, async () => {
      const look = await lookInList(session, resourceType, ids);
      list = look && { ...look, missing: look.missing.filter((id) => !isNamed(look, names.get(id) ?? [])) };
      return !list || list.missing.length === 0 || (isSuccess(list.exchange) && list.isOpen) ? true : undefined;
    });
    return { creations, ids, list, withinMs };
  },
});

/** Does a list show a resource by its name? Other checks judge whether its id is the same there. */
const isNamed = ({ exchange }: ListLook, names: readonly unknown[]): boolean =>
  names.some((name) => typeof name === 'string' && mentions(jsonOf(exchange), name));

/** How many resources are created: one more than usual default page sizes. */
const numbers = [26, 12] as const;

/** How many creations are left for other checks. */
const others = 15;

/** How many resources to create; undefined where the operator allows too few for a verdict. */
const numberFor = ({ effect }: Operation, { maxCreates }: Target): number | undefined => {
  const room = effect === 'creates-permanently' ? maxCreates - others : maxCreates;
  return numbers.find((number) => number <= room);
};

export const manyCreatedAreListed = defineProbe({
  id: 'lifecycle/many-created-are-listed',
  title: 'A list with many items is complete, or shows that more follow',
  why: 'A list that ends early without notice hides the rest from every client.',
  fix: 'List everything, or show in the answer that more follows and how to read it.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) => resourceTypesThemselves(contract).filter(({ resourceType }) => resourceType.collection !== undefined),
  prerequisites({ resourceType }, around) {
    const sentence = `Allow at least ${numbers.at(-1)} creations, better ${numbers[0]}: so many resources are created to see whether the list holds them all`;
    return [
      ...storyPrerequisites(resourceType, around, []),
      ...(numberFor(resourceType.create, around.target) === undefined ? [{ kind: 'config' as const, path: 'maxCreates', sentence }] : []),
    ];
  },
  cost({ resourceType }, { target }) {
    const number = numberFor(resourceType.create, target) ?? 0;
    return { requests: number + 10, creates: number };
  },
  run: ({ resourceType }, session) =>
    session.run(manyLooks, { resourceType: resourceType.name, count: numberFor(resourceType.create, session.target) ?? 0 }),
  judge(_, { creations, ids, list, withinMs }) {
    const refused = creations.find((one) => !isSuccess(one));
    if (refused) return inconclusive(`A creation was answered ${outcomeOf(refused)}`, [refused]);
    const [first] = creations;
    if (!list || !first || ids.length < creations.length)
      return inconclusive('The ids of the created resources are unknown', creations.slice(0, 1));
    const open = openList(list);
    if (open) return open;
    if (list.missing.length === 0) return pass(ids.length);
    const finding = {
      code: 'list-ends-early',
      where: 'list',
      expected: `${ids.length} created resources within ${withinMs / 1000} s`,
      actual: `${list.missing.length} of them are missing, and nothing shows that more follows`,
    };
    return fail(finding, [list.exchange, first]);
  },
});
