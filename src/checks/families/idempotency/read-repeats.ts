import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Operation, Resource } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { knownReads } from '../../scenarios/lifecycle/known-reads.ts';
import { onThing } from '../../scenarios/lifecycle/look-at-thing.ts';
import { isSame } from '../../subjects/same-value.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { needsOnThing } from '../../subjects/resources.ts';
import { shownThing, type Thing } from '../../subjects/shown-thing.ts';
import { storyCost } from '../../kit/story.ts';

/** A kind of thing that can be read by its id, and of which there is one: listed, or made. */
type Readable = Subject & { readonly resource: Resource; readonly read: Operation };

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
  alone: 'collection',
  over: (contract) =>
    contract.resources.flatMap((resource) => {
      const { read, collection, create } = resource;
      return read && (collection ?? create) ? [at(read.place, { resource, read })] : [];
    }),
  needs: ({ read }, around) => needsOnThing(read, around),
  cost: ({ resource }, { target }) =>
    resource.create && isAllowed(resource.create, target) ? storyCost(resource, 20) : { requests: 10, creates: 0 },
  async measure({ resource, read }, session) {
    const { listed, own } = await session.measure(knownReads, { resource: resource.name });
    // A thing that was not made just now is the quieter one.
    const made = new Set(own?.things.all.map(({ id }) => id));
    const good = listed.filter(({ exchange }) => isSuccess(exchange));
    const id = (good.find((one) => !made.has(one.id)) ?? good[0])?.id ?? own?.reads.find(({ exchange }) => isSuccess(exchange))?.made.id;
    if (id === undefined) return { id: undefined, pairs: [] };
    const pairs: (readonly [Exchange, Exchange])[] = [];
    for (let turn = 0; turn < mostPairs; turn++) {
      const first = await onThing(session, read, id);
      await session.pause(betweenMs, 'the same read is sent once more');
      const second = await onThing(session, read, id);
      pairs.push([first, second]);
      const texts = [first, second].map(({ reply }) => (reply.kind === 'answer' ? reply.text : null));
      if (texts[0] !== null && texts[0] === texts[1]) break;
    }
    return { id, pairs };
  },
  judge({ resource }, { id, pairs }) {
    if (id === undefined) return inconclusive('There was nothing to read: the list shows no id, and nothing was made', []);
    const differences = pairs.map(([first, second]) => {
      if (!isSuccess(first) || !isSuccess(second)) return undefined;
      const [a, b] = [first, second].map((one) => shownThing(resource, 'read', one, id) ?? objectOf(jsonOf(one)));
      return a && b ? differenceOf(resource, a, b) : undefined;
    });
    if (differences.some((one) => one?.length === 0)) return pass(1);
    const [first, second] = pairs.at(-1) ?? [];
    const always = differences.at(-1)?.filter((name) => differences.every((one) => one?.includes(name)));
    const [name] = always ?? [];
    if (name === undefined || pairs.length < mostPairs || !first || !second) {
      return inconclusive(`Reads of ${id} differed in no member each time${first ? `: ${outcomeOf(first)}` : ''}`, pairs.flat());
    }
    const values = [first, second].map((one) => valueAt(shownThing(resource, 'read', one, id) ?? jsonOf(one), `/${name}`));
    const finding = {
      code: 'read-changes',
      where: `/${name}`,
      expected: shown(values[0]),
      actual: `${shown(values[1])} in the read after it`,
    };
    return fail(finding, [second, first]);
  },
});

const objectOf = (body: unknown): Thing | undefined => (isObject(body) ? body : undefined);

/** Members that two reads show differently; the state may move on. */
const differenceOf = ({ convention }: Resource, a: Thing, b: Thing): string[] => {
  const state = convention.state === undefined ? undefined : tokensOf(convention.state)[0];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => name !== state && !isSame(a[name], b[name]));
};
