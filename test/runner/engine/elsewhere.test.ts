import { expect, test } from 'vitest';
import { type Check, defineFold, defineObservation, inconclusive } from '../../../src/checks/kit/define.ts';
import { rootLocation } from '../../../src/model/location.ts';
import type { Case } from '../../../src/model/case.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { createWatchers } from '../../../src/runner/engine/watchers.ts';
import { exchangeOf, readOf } from '../../checks/support/exchange.ts';
import { targetOf } from '../../checks/support/fake-session.ts';
import { parcels } from '../../checks/support/judge.ts';

const watchedBy = ({ id, title }: Check): Case => ({
  id: `${id}@#`,
  check: id,
  requirement: 'P-1',
  title,
  level: 'must',
  area: 'rate-limit',
  kind: 'watch',
  phase: 'read',
  places: [rootLocation],
  untried: [],
  cost: { requests: 0, creates: 0 },
});

test('observations and folds do not see answers of addresses other than the base URL', async () => {
  const contract = await parcels();
  const seen: string[] = [];
  const text = { title: 'It is observed', why: 'For the test.', fix: 'Nothing.', locations: () => [rootLocation] };
  const observation = defineObservation({
    ...text,
    id: 'test/observation',
    observe: ({ id }) => {
      seen.push(`observed ${id}`);
      return [];
    },
  });
  const fold = defineFold<readonly string[]>({
    ...text,
    id: 'test/fold',
    init: () => [],
    step: (state, { id }) => [...state, id],
    merge: (a, b) => [...a, ...b],
    conclude: (state) => inconclusive(`folded ${state.join(', ')}`, []),
  });
  const cases = [observation, fold].map(watchedBy);
  const watchers = createWatchers({ contract, target: targetOf() }, [observation, fold], cases);
  const show = (id: string, base?: Exchange['request']['base']): void => {
    const exchange = exchangeOf(readOf('GET /parcels', base === undefined ? {} : { base }), { status: 200 }, { id });
    watchers.observe(exchange);
    watchers.fold(exchange);
  };
  show('x1');
  show('x2', { kind: 'named', name: 'plain' });
  show('x3', { kind: 'named', name: 'sandbox' });
  show('x4');
  expect(seen).toEqual(['observed x1', 'observed x4']);
  expect(cases[1] && watchers.conclude(cases[1])).toMatchObject({ reason: 'folded x1, x4' });
});
