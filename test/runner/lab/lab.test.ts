import { afterAll, describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import type { Behaviour } from './behaviour.ts';
import { groups } from './behaviours/index.ts';
import { faultsPage } from './faults-page.ts';
import { type Extent, judgeBehaviour } from './judge-behaviour.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

const outcomes = new Map<string, Outcome>();

/** What is judged: each behaviour at one operation, and as that of the whole server. */
const trials = groups.flatMap(({ behaviours }) =>
  behaviours.flatMap((behaviour) =>
    (['one', 'all'] as const).flatMap((extent): readonly (readonly [string, Behaviour, Extent])[] =>
      behaviour[extent] === undefined ? [] : [[`${behaviour.name}, ${extent}`, behaviour, extent]],
    ),
  ),
);

const judge = besideOthers(async ([name, behaviour, extent]: readonly [string, Behaviour, Extent]) => {
  const {
    exit,
    broken = [],
    stopped,
    open,
    atTurn,
    isJudged = open === undefined && stopped === undefined,
  } = behaviour[extent] ?? { exit: 3 };
  const run = await judgeBehaviour(behaviour, extent);
  const outcome = outcomeOf(run, open);
  outcomes.set(name, outcome);
  const reasons = outcome.open.filter((reason) => atTurn?.test(reason) !== true);
  expect({ ...outcome, open: reasons, broken: outcome.broken.map(({ requirement }) => requirement) }).toMatchObject({
    exit,
    broken,
    isJudged,
    stopped: stopped === undefined ? '' : (expect.stringMatching(stopped) as unknown),
    open: open === undefined ? [] : (expect.arrayContaining([expect.stringMatching(open)]) as unknown),
  });
  expect(run.accusations().join('\n')).not.toContain('broken:');
  expect(run.asked).toEqual([]);
});

const isHeavy = ([, { large }]: (typeof trials)[number]): boolean => large === true;

describe.concurrent('a server that misbehaves ends no run and is not accused of what it did not do', () => {
  test.for(trials.filter((trial) => !isHeavy(trial)))('%s', judge);
});

// One after another: what needs the processor for itself would make others late.
describe('a server that sends too much ends no run either', () => {
  test.for(trials.filter(isHeavy))('%s', judge);
});

test('there are at least sixty behaviours, each with a name of its own', () => {
  const names = groups.flatMap(({ behaviours }) => behaviours.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(60);
});

test('docs/faults.md says what a run says', async ({ skip }) => {
  // With a filter by name, only some were judged.
  if (outcomes.size < trials.length) skip(`only ${outcomes.size} of ${trials.length} were judged`);
  await expect(faultsPage(groups, outcomes)).toMatchFileSnapshot('../../../docs/faults.md');
});

afterAll(() => outcomes.clear());
