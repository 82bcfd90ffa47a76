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

/** A kind of thing that can be read by its id, and of which there is one: listed, or made. */
type Readable = Subject & { readonly resourceType: ResourceType; readonly read: Operation };

type RepeatedReads = {
  readonly id: string | undefined;
  readonly pairs: readonly (readonly [Exchange, Exchange])[];
};

/** So many pairs are read until two reads are alike; all of them must differ in the same member. */
const mostPairs = 3;

/** A time that is told in whole seconds has moved by then. */
const betweenMs = 1100;

export const readRepeats = defineProbe<Readable, RepeatedReads>({
  id: 'idempotency/read-repeats',
  title: 'Two reads of one thing with no write between them show the same',
  why: 'Reads are repeated by every cache and every retry; one that changes what it shows makes everything look modified.',
  fix: 'Change nothing of a thing when it is read, the time of its last change least of all.',
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
    // A thing that was not made just now is the quieter one.
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
    if (id === undefined) return inconclusive('There was nothing to read: the list shows no id, and nothing was made', []);
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
      return inconclusive(`Reads of ${id} differed in no member each time${first ? `: ${outcomeOf(first)}` : ''}`, pairs.flat());
    }
    const values = [first, second].map((one) => valueAt(shownResource(resourceType, 'read', one, id) ?? jsonOf(one), `/${name}`));
    const finding = {
      code: 'read-changes',
      where: `/${name}`,
      expected: shown(values[0]),
      actual: `${shown(values[1])} in the read after it`,
    };
    return fail(finding, [second, first]);
  },
});

const objectOf = (body: unknown): Resource | undefined => (isObject(body) ? body : undefined);

/** Members that two reads show differently; the state may move on. */
const differenceOf = ({ convention }: ResourceType, a: Resource, b: Resource): string[] => {
  const state = convention.state === undefined ? undefined : tokensOf(convention.state)[0];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => name !== state && !isSame(a[name], b[name]));
};
