import type { PropertyConventions } from '../../../contract/conventions.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
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
import { freshValues } from '../../scenarios/lifecycle/created.ts';
import { firstLooks, type FirstLooks, type MadeResource } from '../../scenarios/lifecycle/first-looks.ts';
import { listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { type ListLook, lookInList } from '../../scenarios/lifecycle/look-at-resource.ts';
import { idOfCreation } from '../../scenarios/lifecycle/references.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { sentMember } from '../../subjects/creators.ts';
import {
  createdResourceTypeNamed,
  type Makeable,
  makeableResourceTypes,
  type MakeableSubject,
  resourceTypesThemselves,
  storyPrerequisites,
} from '../../subjects/resources.ts';
import { mentions } from '../../subjects/shown-resource.ts';

/** A kind of thing that a run can make and that a list shows. */
type Listable = MakeableSubject & { readonly collection: Collection };

const listable = (contract: Contract): Listable[] =>
  makeableResourceTypes(contract).flatMap((resourceType) => {
    const { create, collection } = resourceType;
    // The promise may stand on the operation or on the kind of thing.
    const location = { operation: create.key, way: [...resourceType.location.way, ...create.location.way.slice(1)] };
    return collection ? [at(location, { resourceType, collection })] : [];
  });

type Result = {
  /** By the name that it was created with; undefined where the contract does not say how a list shows it. */
  readonly named: Listed | undefined;
  /** Several things, by their ids; undefined where what is created stays. */
  readonly looks: FirstLooks | undefined;
};

export const createdIsListed = defineProbe({
  id: 'lifecycle/created-is-listed',
  title: 'What was created is in its list, under the name it was created with',
  why: 'A list is the only way to find what one has, and to stop paying for it; what it hides is lost.',
  fix: 'List a thing from the moment its creation is answered, in whatever state, with its name as it was sent.',
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
    // A list in which things cannot be told by their names shows them by their ids.
    const isShown = looks !== undefined && verdicts.at(-1)?.kind === 'pass';
    return joinVerdicts(isShown ? verdicts.filter(({ kind }) => kind !== 'inconclusive') : verdicts);
  },
});

const judgeNamed = (contract: Contract, { resourceType, collection }: Listable, result: Listed): Verdict => {
  const { creation } = result;
  if (result.kind === 'listed') return pass(1);
  if (result.kind === 'not-created') return inconclusive(`Nothing was created: ${outcomeOf(creation)}`, [creation]);
  if (result.kind === 'no-list') return inconclusive('The contract does not say by which name it is listed', [creation]);
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
      actual: 'no such item in any look',
    },
    [creation, last],
  );
};

/** Why a list says nothing; undefined where it lacks nothing, or was read to its end. */
const openList = ({ exchange, missing, isOpen }: ListLook): Verdict | undefined => {
  if (!isSuccess(exchange)) return inconclusive(`The list was answered ${outcomeOf(exchange)}`, [exchange]);
  if (missing.length === 0 || !isOpen) return undefined;
  return inconclusive('The list says that more follows, or could not be read to its end', [exchange]);
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
  if (list.missing.length > 0) {
    const lost = known.find(({ id }) => id !== undefined && list.missing.includes(id)) ?? resources.own;
    const finding = {
      code: 'created-not-listed',
      where: 'list',
      expected: `${known.length} things that were created, in one list within ${withinMs / 1000} s`,
      actual: `${list.missing.join(', ')} missing`,
    };
    return fail(finding, [list.exchange, lost.creation]);
  }
  const other = collection.name === undefined ? listedOtherwise(contract, target, resourceType, known, list) : undefined;
  return other ?? pass(known.length);
};

/** Things without names of their own are known by what their creation asked for: undefined where the list shows that. */
const listedOtherwise = (
  contract: Contract,
  { fixtures }: Target,
  { create }: Makeable,
  known: readonly MadeResource[],
  list: ListLook,
): Verdict | undefined => {
  // A value that nobody named need not exist over there.
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

/** Makes many things, one after another, and looks for all of them in one list. */
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
      // Without its id nothing can be said of the whole, however many more are made.
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

/** Does a list show a thing by its name: that its id is another one there is judged elsewhere. */
const isNamed = ({ exchange }: ListLook, names: readonly unknown[]): boolean =>
  names.some((name) => typeof name === 'string' && mentions(jsonOf(exchange), name));

/** So many things are made: one more than lists usually hold by default. */
const numbers = [26, 12] as const;

/** Of what may be created, other checks need so many. */
const others = 5;

/** How many things may be made; undefined where the operator allows too few to tell. */
const numberFor = ({ effect }: Operation, { maxCreates }: Target): number | undefined => {
  const room = effect === 'creates-permanently' ? maxCreates - others : maxCreates;
  return numbers.find((number) => number <= room);
};

export const manyCreatedAreListed = defineProbe({
  id: 'lifecycle/many-created-are-listed',
  title: 'A list holds everything also when there is much of it',
  why: 'A list that ends in silence hides what comes after from everybody who walks it.',
  fix: 'List everything, or say in the answer that more follows and how it is fetched.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) => resourceTypesThemselves(contract).filter(({ resourceType }) => resourceType.collection !== undefined),
  prerequisites({ resourceType }, around) {
    const sentence = `Allow at least ${numbers.at(-1)} creations, better ${numbers[0]}: so many things are made to see whether the list holds them all`;
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
      return inconclusive('Nothing tells the ids of what was created', creations.slice(0, 1));
    const open = openList(list);
    if (open) return open;
    if (list.missing.length === 0) return pass(ids.length);
    const finding = {
      code: 'list-ends-early',
      where: 'list',
      expected: `${ids.length} things that were created, within ${withinMs / 1000} s`,
      actual: `${list.missing.length} of them are missing, and nothing says that more follows`,
    };
    return fail(finding, [list.exchange, first]);
  },
});
