import { expect, test } from 'vitest';
import { defineObservation } from '../../../src/checks/kit/define.ts';
import { rootLocation } from '../../../src/model/location.ts';
import type { Case } from '../../../src/model/case.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { createWatchers } from '../../../src/runner/engine/watchers.ts';
import { exchangeOf, readOf, type Reply } from '../../checks/support/exchange.ts';
import { targetOf } from '../../checks/support/fake-session.ts';
import { parcels } from '../../checks/support/judge.ts';

test('observations see the head of an unfinished answer, and nothing of its body', async () => {
  const contract = await parcels();
  const seen: Exchange['reply'][] = [];
  const watching = defineObservation({
    id: 'test/watching',
    title: 'It is observed',
    why: 'For the test.',
    fix: 'Nothing.',
    locations: () => [rootLocation],
    observe({ reply }) {
      seen.push(reply);
      return [];
    },
  });
  const watched: Case = {
    id: 'test/watching@#',
    check: watching.id,
    requirement: 'P-1',
    title: watching.title,
    level: 'must',
    area: 'schema',
    kind: 'watch',
    phase: 'read',
    places: [rootLocation],
    untried: [],
    cost: { requests: 0, creates: 0 },
  };
  const watchers = createWatchers({ contract, target: targetOf() }, [watching], [watched]);
  const show = (reply: Reply): void => watchers.observe(exchangeOf(readOf('GET /parcels'), reply));
  show({ status: 200, headers: [['X-Left', '3']], text: '{"parcels": []}\n', unfinished: true, lastedMs: 5 });
  show({ status: 200, text: '{"parcels": []}' });
  expect(seen).toMatchObject([{ status: 200, headers: [['X-Left', '3']], text: null }, { text: '{"parcels": []}' }]);
});
