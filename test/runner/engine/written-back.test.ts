import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import { createWrittenBack } from '../../../src/runner/engine/written-back.ts';
import { exchangeOf } from '../../checks/support/exchange.ts';
import { targetOf } from '../../checks/support/fake-session.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const settings = { type: 'object', required: ['days'], properties: { days: { type: 'integer', minimum: 1, maximum: 30 } } };
const json = { content: { 'application/json': { schema: settings } } };
const responses = { 200: { description: 'd', ...json }, 422: { description: 'd' } };
const change = { requestBody: { required: true, ...json }, responses };

test('what a PUT and a PATCH of one thing change is as before both of them in the end', async () => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Desk', version: '1' },
      paths: { '/settings': { get: { responses }, put: change, patch: change } },
    }),
  );
  let days: unknown = 7;
  const send = (request: PlannedRequest): Promise<Exchange> => {
    const { body } = request;
    if (body?.kind === 'json') ({ days } = body.value as { days: unknown });
    return Promise.resolve(exchangeOf(request, { status: 200, json: { days } }));
  };
  const lost: string[] = [];
  const target = targetOf({ allow: ['mutation', 'permanent', 'destructive'] });
  const written = createWrittenBack({ contract, target, onChanged: ({ what }) => lost.push(what ?? '') });
  for (const [method, value] of [
    ['PATCH', 8],
    ['PUT', 9],
  ] as const) {
    const request: PlannedRequest = {
      operation: `${method} /settings`,
      method,
      path: '/settings',
      pathValues: {},
      query: [],
      headers: [],
      credential: { kind: 'none' },
      faults: [],
      body: { kind: 'json', mediaType: 'application/json', value: { days: value } },
    };
    await written.hold(request, send);
    expect(written.isHeld(request)).toBe(true);
    written.note(await send(request));
  }
  expect(days).toBe(9);
  await written.writeBack(send, false);
  expect(days).toBe(7);
  expect(lost).toEqual([]);
});
