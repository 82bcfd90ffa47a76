import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Operation, Resource } from '../../../contract/model.ts';
import { at, defineProbeOver, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { repeatedReads, type RepeatedReads } from '../../scenarios/lifecycle/repeated-reads.ts';
import { isSame } from '../../scenarios/lifecycle/updated.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { idParameterOf } from '../../subjects/resources.ts';
import { shownThing, type Thing } from '../../subjects/shown-thing.ts';
import { storyCost } from '../../kit/story.ts';

/** A kind of thing that can be read by its id, and of which there is one: listed, or made. */
type Readable = Subject & { readonly resource: Resource; readonly read: Operation };

export const readRepeats = defineProbeOver<Readable, RepeatedReads>({
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
  needs: ({ read }, around) => needsFor(read, around, { pathValues: { [idParameterOf(read)]: 'ct' } }),
  cost: ({ resource }, { target }) =>
    resource.create && isAllowed(resource.create, target) ? storyCost(resource, 20) : { requests: 10, creates: 0 },
  measure: ({ resource }, session) => session.measure(repeatedReads, { resource: resource.name }),
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
    if (name === undefined || pairs.length < enough || !first || !second) {
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

/** Pairs that must differ in the same member. */
const enough = 3;

const objectOf = (body: unknown): Thing | undefined => (isObject(body) ? body : undefined);

/** Members that two reads show differently; the state may move on. */
const differenceOf = ({ convention }: Resource, a: Thing, b: Thing): string[] => {
  const state = convention.state === undefined ? undefined : tokensOf(convention.state)[0];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => name !== state && !isSame(a[name], b[name]));
};
