import { expect, test } from 'vitest';
import { createRedactor } from '../../src/exchange/redactor.ts';
import { okJson } from './raw-server.ts';
import { closeAfterEach, plan, senderTo, server } from './sending.ts';

closeAfterEach();

const secrets = { key: 'sk_live_0123456789', 'oauth-client-secret': 'top&secret=1 2', 'oauth-code-1': 'code/of+one' } as const;
const form = (text: string, mediaType = 'application/x-www-form-urlencoded') =>
  plan({ operation: 'POST /token', method: 'POST', path: '/token', body: { kind: 'text', text, mediaType } });

test('secrets of an OAuth client are sent in a form by their values and recorded by their names', async () => {
  const target = await server((socket, { body }) => socket.write(okJson({ echo: String(body), plain: secrets['oauth-client-secret'] })));
  const sender = senderTo(target.url, { secrets, redactor: createRedactor(Object.values(secrets)) });
  const exchange = await sender.send(form('code=[oauth-code-1]&client_secret=[oauth-client-secret]&state=[oauth]'), 'x1');
  expect(String(target.requests[0]?.body)).toBe('code=code%2Fof%2Bone&client_secret=top%26secret%3D1%202&state=[oauth]');
  expect(exchange.sent.body).toBe('code=[oauth-code-1]&client_secret=[oauth-client-secret]&state=[oauth]');
  const written = JSON.stringify(exchange);
  for (const part of ['top&secr', 'top%26se', 'code/of+', 'code%2Fo']) expect(written).not.toContain(part);
});

test('their names are ordinary text outside forms', async () => {
  const target = await server((socket) => socket.write(okJson({})));
  await senderTo(target.url, { secrets }).send(form('[oauth-code-1]', 'text/plain'), 'x1');
  expect(String(target.requests[0]?.body)).toBe('[oauth-code-1]');
});

test('a secret that the target does not have is not sent', async () => {
  const target = await server((socket) => socket.write(okJson({})));
  const sending = senderTo(target.url, { secrets }).send(form('code=[oauth-code-2]'), 'x1');
  await expect(sending).rejects.toThrow('Cannot send "oauth-code-2": the target has no value for it; add it under oauth to its config');
  expect(target.requests).toEqual([]);
});
