import type { PropertyConventions } from '../../../contract/conventions.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Place } from '../../../model/place.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { creationNeeds, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { freshValues } from '../../scenarios/lifecycle/created.ts';
import { firstLooks, type FirstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import type { ListLook } from '../../scenarios/lifecycle/look-at-thing.ts';
import type { MadeThing } from '../../scenarios/lifecycle/things.ts';
import { makeable, resourceAt } from '../../subjects/resource-at.ts';
import { notMade, storyCost } from '../../kit/story.ts';

type Measured = {
  /** By the name that it was created with; undefined where the contract does not say how a list shows it. */
  readonly named: Listed | undefined;
  /** Several things, by their ids; undefined where what is created stays. */
  readonly looks: FirstLooks | undefined;
};

export const createdIsListed = defineProbe<Measured>({
  id: 'lifecycle/created-is-listed',
  title: 'What was created is in its list, under the name it was created with',
  why: 'A list is the only way to find what one has, and to stop paying for it; what it hides is lost.',
  fix: 'List a thing from the moment its creation is answered, in whatever state, with its name as it was sent.',
  phase: 'mutate',
  stage: 'watching',
  alone: 'collection',
  places: (contract) =>
    makeable(contract).flatMap(({ create, collection, place }): Place[] =>
      // The promise may stand on the operation or on the kind of thing.
      create && collection ? [{ operation: create.key, way: [...place.way, ...create.place.way.slice(1)] }] : [],
    ),
  needs: creationNeeds,
  cost(place, { contract }) {
    const resource = resourceAt(contract, place);
    return resource.remove ? storyCost(resource, 40) : { requests: 20, creates: 1 };
  },
  async measure(place, session) {
    const resource = resourceAt(session.contract, place);
    const isNamed = resource.collection?.name !== undefined;
    return {
      named: isNamed ? await session.measure(listed, { operation: place.operation ?? '' }) : undefined,
      looks: !isNamed || resource.remove ? await session.measure(firstLooks, { resource: resource.name }) : undefined,
    };
  },
  judge(place, { named, looks }, { contract, target }) {
    const resource = resourceAt(contract, place);
    const verdicts = [
      ...(named ? [judgeNamed(contract, place, resource, named)] : []),
      ...(looks ? [judgeLooks(contract, target, resource, looks)] : []),
    ];
    // A list in which things cannot be told by their names shows them by their ids.
    const isShown = looks !== undefined && verdicts.at(-1)?.kind === 'pass';
    return joinVerdicts(isShown ? verdicts.filter(({ kind }) => kind !== 'inconclusive') : verdicts);
  },
});

const judgeNamed = (contract: Contract, place: Place, { collection }: Resource, measured: Listed): Verdict => {
  const { creation } = measured;
  if (measured.kind === 'listed') return pass(1);
  if (measured.kind === 'not-created') return inconclusive(`Nothing was created: ${outcomeOf(creation)}`, [creation]);
  if (measured.kind === 'no-list') return inconclusive('The contract does not say by which name it is listed', [creation]);
  const { unread, last, withinMs } = measured;
  const [first] = unread;
  if (first) return inconclusive(`The list could not be read to its end: ${outcomeOf(first)}`, [first, creation]);
  const name = collection?.name ?? '';
  const names = freshValues(contract, operationAt(contract, place), creation.request)
    .map((value) => JSON.stringify(value))
    .join(' or ');
  return fail(
    {
      code: 'created-not-listed',
      where: `${collection?.operation.key ?? 'list'}, ${name} of an item`,
      expected: `an item with ${name} ${names} within ${withinMs / 1000} s`,
      actual: 'no such item in any look',
    },
    [creation, last],
  );
};

const judgeLooks = (contract: Contract, target: Target, resource: Resource, { things, list, withinMs }: FirstLooks): Verdict => {
  const known = things.all.filter(({ id }) => id !== undefined);
  if (known.length === 0 || !list) return notMade(things.own.creation);
  if (!isSuccess(list.exchange)) return inconclusive(`The list was answered ${outcomeOf(list.exchange)}`, [list.exchange]);
  if (list.missing.length > 0) {
    if (list.isOpen) return inconclusive('The list says that more follows, or could not be read to its end', [list.exchange]);
    const lost = known.find(({ id }) => id !== undefined && list.missing.includes(id)) ?? things.own;
    const finding = {
      code: 'created-not-listed',
      where: 'list',
      expected: `${known.length} things that were created, in one list within ${withinMs / 1000} s`,
      actual: `${list.missing.join(', ')} missing`,
    };
    return fail(finding, [list.exchange, lost.creation]);
  }
  const other = resource.collection?.name === undefined ? listedOtherwise(contract, target, resource, known, list) : undefined;
  return other ?? pass(known.length);
};

/** Things without names of their own are known by what their creation asked for: undefined where the list shows that. */
const listedOtherwise = (
  contract: Contract,
  { fixtures }: Target,
  { create }: Resource,
  known: readonly MadeThing[],
  list: ListLook,
): Verdict | undefined => {
  // A value that nobody named need not exist over there.
  const asked = create ? bodyMembers(contract, create).filter(({ conventions }) => isKnown(conventions, fixtures)) : [];
  for (const { id, creation } of known) {
    const item = id === undefined ? undefined : list.shown.get(id);
    const { body } = creation.request;
    if (!item || body?.kind !== 'json' || !isObject(body.value)) continue;
    for (const { name, conventions } of asked) {
      const { shownAt = '' } = conventions;
      const [sent, shows] = [body.value[name], valueAt(item, shownAt)];
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
