import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Operation, ResourceType } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { knownReads } from '../../scenarios/lifecycle/known-reads.ts';
import { onResource } from '../../scenarios/lifecycle/look-at-resource.ts';
import { isSame } from '../../subjects/same-value.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { prerequisitesOnResource } from '../../subjects/resources.ts';
import { shownResource, type Resource } from '../../subjects/shown-resource.ts';
import { storyCost } from '../../kit/story.ts';

/** A resource type with a read by id, whose resources a list shows or a run creates. */
type Readable = Subject & { readonly resourceType: ResourceType; readonly read: Operation };

type RepeatedReads = {
  readonly id: string | undefined;
  readonly pairs: readonly (readonly [Exchange, Exchange])[];
};

/** The most pairs of reads. The first equal pair passes; all pairs must differ in the same member to fail. */
const mostPairs = 3;

/** The wait between two reads. A time in whole seconds changes meanwhile. */
const betweenMs = 1100;

export const readRepeats = defineProbe<Readable, RepeatedReads>({
  id: 'idempotency/read-repeats',
  title: 'Two reads of a resource with no write in between show the same',
  why: 'Caches and retries repeat reads; if a read changes the resource, everything looks modified.',
  fix: 'Change nothing in a resource when it is read, especially not the time of its last change.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) =>
    contract.resourceTypes.flatMap((resourceType) => {
      const { read, collection, create } = resourceType;
      return read && (collection ?? create) ? [at(read.location, { resourceType, read })] : [];
    }),
  prerequisites: ({ read }, around) => prerequisitesOnResource(read, around),
  cost: ({ resourceType }, { target }) =>
    resourceType.create && isAllowed(resourceType.create, target) ? storyCost(resourceType, 20) : { requests: 10, creates: 0 },
  async run({ resourceType, read }, session) {
    const { listed, own } = await session.run(knownReads, { resourceType: resourceType.name });
    // A resource that the run has not just created is less likely to change by itself.
    const made = new Set(own?.resources.all.map(({ id }) => id));
    const good = listed.filter(({ exchange }) => isSuccess(exchange));
    const id = (good.find((one) => !made.has(one.id)) ?? good[0])?.id ?? own?.reads.find(({ exchange }) => isSuccess(exchange))?.made.id;
    if (id === undefined) return { id: undefined, pairs: [] };
    const pairs: (readonly [Exchange, Exchange])[] = [];
    for (let turn = 0; turn < mostPairs; turn++) {
      const first = await onResource(session, read, id);
      await session.pause(betweenMs, 'the same read is sent once more');
      const second = await onResource(session, read, id);
      pairs.push([first, second]);
      const texts = [first, second].map(({ reply }) => (reply.kind === 'answer' ? reply.text : null));
      if (texts[0] !== null && texts[0] === texts[1]) break;
    }
    return { id, pairs };
  },
  judge({ resourceType }, { id, pairs }) {
    if (id === undefined) return inconclusive('There was nothing to read: the list shows no id, and nothing was created', []);
    const differences = pairs.map(([first, second]) => {
      if (!isSuccess(first) || !isSuccess(second)) return undefined;
      const [a, b] = [first, second].map((one) => shownResource(resourceType, 'read', one, id) ?? objectOf(jsonOf(one)));
      return a && b ? differenceOf(resourceType, a, b) : undefined;
    });
    if (differences.some((one) => one?.length === 0)) return pass(1);
    const [first, second] = pairs.at(-1) ?? [];
    const always = differences.at(-1)?.filter((name) => differences.every((one) => one?.includes(name)));
    const [name] = always ?? [];
    if (name === undefined || pairs.length < mostPairs || !first || !second) {
      return inconclusive(
        `No member of ${id} changed between the reads of every pair${first ? `: ${outcomeOf(first)}` : ''}`,
        pairs.flat(),
      );
    }
    const values = [first, second].map((one) => valueAt(shownResource(resourceType, 'read', one, id) ?? jsonOf(one), `/${name}`));
    const finding = {
      code: 'read-changes',
      where: `/${name}`,
      expected: shown(values[0]),
      actual: `${shown(values[1])} in the next read`,
    };
    return fail(finding, [second, first]);
  },
});

const objectOf = (body: unknown): Resource | undefined => (isObject(body) ? body : undefined);

/** The members in which two reads differ, except the state, which may change by itself. */
const differenceOf = ({ convention }: ResourceType, a: Resource, b: Resource): string[] => {
  const state = convention.state === undefined ? undefined : tokensOf(convention.state)[0];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => name !== state && !isSame(a[name], b[name]));
};
