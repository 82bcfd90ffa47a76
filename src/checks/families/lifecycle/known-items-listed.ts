import { answerOf, isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Target } from '../../../model/target.ts';
import { at, defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { showsMore } from '../../subjects/shows-more.ts';

export const knownItemsListed = defineProbe({
  id: 'lifecycle/known-items-listed',
  title: 'A list shows the resources that the operator supplies as fixtures',
  why: 'Every script that works through a list misses the resources that it leaves out.',
  fix: 'List every resource of the account, whatever its kind or state, or show that more follows and how to read it.',
  reads: 'collection',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    contract.collections.flatMap(({ operation }) => (knownFixtures(operation).length > 0 ? [at(operation.location, { operation })] : [])),
  prerequisites: ({ operation }, around) => [
    ...prerequisitesFor(operation, around),
    ...knownFixtures(operation).map((name) => ({ kind: 'fixture' as const, name })),
  ],
  cost: () => ({ requests: 1, creates: 0 }),
  run: ({ operation }, session) => session.run(plainRead, { operation: operation.key }),
  judge({ operation }, exchange, { target }) {
    const answer = answerOf(exchange);
    if (!answer || !isSuccess(exchange)) return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    if (answer.text === null) return inconclusive(`The body of ${operation.key} could not be decoded`, [exchange]);
    const shown = textsIn(jsonOf(exchange));
    const known = knownFixtures(operation).flatMap((fixture) => valuesOf(target, fixture).map((value) => ({ fixture, value })));
    const missing = known.filter(({ value }) => !shown.has(value));
    const [first] = missing;
    if (!first) return pass(known.length);
    if (showsMore(exchange)) return inconclusive(`${first.fixture} "${first.value}" is not on this page, and more follows`, [exchange]);
    const finding = {
      code: 'known-item-missing',
      where: '#',
      expected: `${first.fixture} "${first.value}" somewhere in the list`,
      actual: `${missing.length} of ${known.length} known resources are missing, and nothing shows that more follows`,
    };
    return fail(finding, [exchange], { judged: known.length, breaches: missing.length });
  },
});

/** Fixtures that name resources which a list has to hold. */
const knownFixtures = ({ conventions }: Operation): readonly string[] => conventions.collection?.known ?? [];

const valuesOf = ({ fixtures }: Target, name: string): string[] => [fixtures[name] ?? []].flat();

/** Every text in a JSON value, and every number as a text: ids may be either. */
const textsIn = (value: unknown): ReadonlySet<string> => {
  const texts = new Set<string>();
  const visit = (one: unknown): void => {
    if (typeof one === 'string' || typeof one === 'number') texts.add(String(one));
    else if (Array.isArray(one)) one.forEach(visit);
    else if (isObject(one)) Object.values(one).forEach(visit);
  };
  visit(value);
  return texts;
};
