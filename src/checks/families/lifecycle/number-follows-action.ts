import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { readValues, withResources } from '../../scenarios/lifecycle/references.ts';
import { actWithNamed, type WithNamed } from '../../scenarios/lifecycle/number-with-named.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type FollowingNumber, followingNumbers } from '../../subjects/following-numbers.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { type NumberWithNamed, numbersWithNamed } from '../../subjects/numbers-with-named.ts';
import { resourceIn } from '../../subjects/round-trips.ts';

/** One action, and the resource above what it acted on afterwards; the last request where it did not come so far. */
type Followed = {
  readonly last: Exchange;
  readonly after: { readonly exchange: Exchange; readonly value: unknown; readonly wanted: number | undefined } | undefined;
};

/** So often it is acted on below one resource: the number may be right the first time by chance. */
const turns = 2;

/** What a read shows of the number, and what it has to be by the other numbers of the same read. */
const lookAt = async (
  session: Session,
  { above, member, terms }: FollowingNumber,
  values: PathValues,
): Promise<NonNullable<Followed['after']>> => {
  const { read, id } = above;
  const exchange = await session.send(usableRequest(session, read, 'number-follows', { pathValues: readValues(read, values) }));
  const resource = isCached(exchange) ? undefined : resourceIn(session.contract, read, exchange, id);
  const numbers = terms.map((one) => (one.member === undefined ? one.value : resource?.[one.member]));
  const wanted = numbers.every((one) => typeof one === 'number')
    ? terms.reduce((sum, one, n) => sum + one.sign * Number(numbers[n]), 0)
    : undefined;
  return { exchange, value: resource?.[member], wanted };
};

/** Acts below one resource, more than once, and looks at that after each time. */
const actBelow = async (session: Session, told: FollowingNumber): Promise<readonly Followed[]> => {
  const { operation, on } = told;
  const { resourceType } = on;
  const first = await session.run(inferredResource, {
    resourceType: resourceType.name,
    use: 'spare',
    for: operation.key,
    turn: 'number',
  });
  const all: Followed[] = [];
  let values: PathValues | undefined = first;
  for (let turn = 0; turn < turns && values !== undefined; turn += 1) {
    const pathValues = valuesFor(on, values);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${operation.key} names`);
    const acted = await session.send(await withResources(session, usableRequest(session, operation, `number-${turn}`, { pathValues })));
    if (!isSuccess(acted) || statusOf(acted) === 202) return [...all, { last: acted, after: undefined }];
    let after = await lookAt(session, told, values);
    await until(session, { withinMs: patienceMs(session.target, 'updated.shown'), why: 'a number is to follow' }, async () => {
      if (after.wanted === undefined || after.value === after.wanted) return true;
      after = await lookAt(session, told, first);
      return undefined;
    });
    all.push({ last: acted, after });
    if (turn + 1 === turns) break;
    // Another one below the same resource.
    const { create } = resourceType;
    const parents = Object.fromEntries(parametersIn(create.path).map((name) => [name, first[name] ?? '']));
    const made = await sendCreation(session, usableRequest(session, create, `number-${turn}`, { pathValues: parents }));
    const resource = isSuccess(made) ? createdResource(resourceType, made, session.target.baseUrl) : undefined;
    values = resource?.kind === 'known' ? { ...parents, ...resource.pathValues } : undefined;
  }
  return all;
};

const judgeAbove = ({ operation, above, member, sentence }: FollowingNumber, all: readonly Followed[]): Verdict | Unconfirmed => {
  const wrong = all.find(({ after }) => after?.wanted !== undefined && after.value !== after.wanted && isSuccess(after.exchange));
  if (wrong?.after) {
    const finding = {
      code: 'number-not-followed',
      where: `/${member} of ${above.read.key}`,
      expected: `${wrong.after.wanted} after ${operation.key}: "${sentence}"`,
      actual: shown(wrong.after.value),
    };
    return unconfirmed(fail(finding, [wrong.after.exchange, wrong.last]));
  }
  const judged = all.filter(({ after }) => after?.wanted !== undefined && after.value === after.wanted).length;
  const [first] = all;
  return judged > 0
    ? pass(judged)
    : inconclusive(`No read shows the number: ${first ? outcomeOf(first.last) : 'nothing was tried'}`, first ? [first.last] : []);
};

const judgeWithNamed = ({ operation, formula }: NumberWithNamed, all: readonly WithNamed[]): Verdict | Unconfirmed => {
  for (const { judged, shown: value, evidence } of all) {
    const [first, ...others] = evidence;
    if (typeof judged !== 'object' || first === undefined) continue;
    const finding = {
      code: 'number-not-followed',
      where: `/${formula.member}`,
      expected: `${judged.value} after ${operation.key}, which is ${judged.words}: "${formula.sentence}"`,
      actual: shown(value),
    };
    return unconfirmed(fail(finding, [first, ...others]));
  }
  const agreeing = all.filter(({ judged }) => judged === 'agrees').length;
  if (agreeing > 0) return pass(agreeing);
  const last = all.at(-1)?.last;
  return inconclusive(
    `No read shows the number with what it is derived from: ${last ? outcomeOf(last) : 'nothing was tried'}`,
    last ? [last] : [],
  );
};

type Follower = FollowingNumber | NumberWithNamed;

/** What was done for the one kind of number, or for the other. */
type Result =
  | { readonly kind: 'above'; readonly all: readonly Followed[] }
  | { readonly kind: 'with named'; readonly each: readonly WithNamed[] };

export const numberFollows = defineProbe<Follower, Result>({
  id: 'lifecycle/number-follows-action',
  title: 'A number that an action changes, here or on the resource above, is what the text of the action derives it from',
  why: 'The next inspection is due at the wrong time, and nobody goes there.',
  fix: 'Compute the number from what the resource shows at the action, in the same transaction.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract): readonly Follower[] => [...followingNumbers(contract), ...numbersWithNamed(contract)],
  prerequisites: ({ operation, on }, around) => [
    ...prerequisitesFor(on.resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: (told) =>
    'named' in told ? { requests: 20 * told.parts.size, creates: 4 * told.parts.size } : { requests: 12 * turns, creates: turns + 2 },
  async run(told, session) {
    if ('named' in told) return { kind: 'with named', each: await actWithNamed(session, told) };
    return { kind: 'above', all: await actBelow(session, told) };
  },
  judge(told, result) {
    if (result.kind === 'above' && 'above' in told) return judgeAbove(told, result.all);
    return result.kind === 'with named' && 'named' in told ? judgeWithNamed(told, result.each) : inconclusive('Nothing was tried', []);
  },
});
