import { expect, test } from 'vitest';
import { type Check, defineObservation, type Observation } from '../../../src/checks/kit/define.ts';
import { createBrake } from '../../../src/runner/engine/limits.ts';
import { openLine } from '../../../src/runner/engine/line.ts';
import { berths } from '../../worlds/writes-in-clear-contract.ts';
import { readOf } from '../../checks/support/exchange.ts';
import { targetOf } from '../../checks/support/fake-session.ts';
import { answerOf, closeAfterEach, server } from '../../exchange/sending.ts';

closeAfterEach();

const listing = 'GET /berths';

/** An observation of one read. The contract names it for a requirement by its id. */
const watching = (over: Pick<Observation, 'looksBehind'>, id = 'transport/no-content-is-empty'): Check => ({
  ...defineObservation({
    id,
    title: 'Nothing follows a 204',
    why: 'For the test.',
    fix: 'Nothing.',
    locations: ({ operations }) => operations.filter(({ key }) => key === listing).map(({ location }) => location),
    observe: () => [],
  }),
  ...over,
});

test.for<readonly [string, readonly Check[], number | undefined]>([
  ['a check for octets after answers gets them', [watching({ looksBehind: true })], 2],
  ['other checks do not', [watching({})], undefined],
  ['nor does a check without a requirement in the contract', [watching({ looksBehind: true }, 'test/not-required')], undefined],
])('%s', async ([, checks, surplus]) => {
  const contract = await berths();
  const { url } = await server((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n{}'));
  const secrets = { key: 'berth-key-4711-abcdefgh' };
  const target = targetOf({ baseUrl: url, credentials: ['key'] });
  const line = await openLine(
    { contract, target, secrets, checks, options: { seed: 1, nonce: 'octets' } },
    createBrake(new AbortController().signal),
    { onWait: () => undefined, onCreated: () => undefined, onChanged: () => undefined, onRemoved: () => undefined, saw: () => undefined },
  );
  try {
    const answer = answerOf(await line.sessionOf(1).send(readOf(listing)));
    expect(answer.status).toBe(204);
    expect(answer.surplus).toBe(surplus);
  } finally {
    await line.close();
  }
});
