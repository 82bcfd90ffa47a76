import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { canoesDocument } from '../../worlds/canoes.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

/** What a service of canoes does otherwise: the canoe stays free when it is lent, or is free again in spite of damages; or nobody can report any. */
type Habit = 'as told' | 'a little later' | 'stays free' | 'forgets damages' | 'takes no damages';

type Loan = { readonly id: string; readonly canoe_id: string; state: string; grade?: unknown };

const judged = async (habit: Habit, isBelow = false) => {
  const canoes = new Map<string, { readonly id: string; readonly title: string; status: string }>();
  const loans = new Map<string, Loan>();
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, first = '', canoeId = '', second, ...rest] = (incoming.url ?? '').split('/');
    // What is created below a canoe is one of the loans.
    const [root, id, act] = isBelow && second === 'loans' ? ['loans', '', rest[0]] : [first, canoeId, second];
    const sent = await objectBody(incoming);
    const kept: Map<string, unknown> | undefined = { canoes, loans }[root];
    if (!kept) return give(404);
    if (id === '') {
      last += 1;
      const { title } = sent ?? {};
      const named = isBelow ? canoeId : sent?.['canoe_id'];
      if (root === 'canoes' && typeof title === 'string' && title !== '') kept.set(`n${last}`, { id: `n${last}`, title, status: 'free' });
      if (root === 'loans' && typeof named === 'string' && canoes.has(named))
        kept.set(`n${last}`, { id: `n${last}`, canoe_id: named, state: 'booked' });
      return kept.has(`n${last}`) ? give(201, kept.get(`n${last}`)) : give(422);
    }
    if (!kept.has(id)) return give(404);
    if (incoming.method === 'DELETE') return give(kept.delete(id) ? 204 : 404);
    const loan = loans.get(id);
    const canoe = canoes.get(loan?.canoe_id ?? '');
    if (!act || !loan || !canoe) return give(200, kept.get(id));
    if (loan.state !== (act === 'start' ? 'booked' : 'out')) return give(409);
    if (act === 'damages') {
      const { grade, words } = sent ?? {};
      if (!['slight', 'severe'].includes(String(grade)) || typeof words !== 'string' || words === '') return give(422);
      if (habit === 'takes no damages') return give(409);
      if (grade === 'severe') loan.grade = grade;
      return give(201, { id: `d${(last += 1)}`, grade, words });
    }
    loan.state = act === 'start' ? 'out' : 'back';
    const isBroken = loan.grade === 'severe' && habit !== 'forgets damages';
    const status = act === 'start' ? (habit === 'stays free' ? 'free' : 'lent') : isBroken ? 'repair' : 'free';
    if (habit === 'a little later') setTimeout(() => (canoe.status = status), 300);
    else canoe.status = status;
    return give(200, { id, canoe_id: loan.canoe_id, state: loan.state });
  });
  const check = 'lifecycle/named-follows-action';
  const said = {
    start: 'The canoe becomes `lent`.',
    finish: 'The canoe becomes `free`, or goes to `repair` when a `severe` damage was reported.',
  };
  const { verdicts } = await judgeForeign(writeToolDocument(canoesDocument(said, isBelow)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 60,
    durations: { 'updated.shown': 2 },
    selection: { only: [check], skip: [] },
  });
  expect(loans.size + canoes.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(
      ({ id, verdict }) =>
        `${id.includes('start') ? 'start' : 'finish'} ${verdict.kind === 'fail' ? verdict.finding.actual : verdict.kind}`,
    )
    .toSorted();
};

describe.concurrent('what a resource names', () => {
  test.for<readonly [Habit, readonly string[]]>([
    ['as told', ['finish pass', 'start pass']],
    ['a little later', ['finish pass', 'start pass']],
    ['takes no damages', ['finish pass', 'start pass']],
    ['stays free', ['finish pass', 'start "free"']],
    ['forgets damages', ['finish "free"', 'start pass']],
  ])(
    'is judged after an action on the resource: a service that is %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual(expected);
    }),
  );

  test.for<readonly [Habit, readonly string[]]>([
    ['as told', ['finish pass', 'start pass']],
    ['a little later', ['finish pass', 'start pass']],
    ['stays free', ['finish pass', 'start "free"']],
  ])(
    'is judged where it was created below that: a service that is %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit, true)).toEqual(expected);
    }),
  );
});
