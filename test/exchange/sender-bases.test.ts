import { describe, expect, test } from 'vitest';
import { okJson } from './raw-server.ts';
import { closeAfterEach, plan, secrets, senderTo, server } from './sending.ts';

closeAfterEach();

describe('another base', () => {
  test('is one of the addresses of the target, on a separate connection', async () => {
    const [home, plain] = [await server((socket) => socket.write(okJson({}))), await server((socket) => socket.write(okJson({})))];
    const sender = senderTo(`${home.url}/v2`, { urls: { plain: `${plain.url}/open` } });
    const { sent } = await sender.send(plan({ base: { kind: 'named', name: 'plain' } }), 'x1');
    await sender.send(plan(), 'x2');
    expect(plain.requests.map(({ line }) => line)).toEqual(['GET /open/things HTTP/1.1']);
    expect(home.requests.map(({ line }) => line)).toEqual(['GET /v2/things HTTP/1.1']);
    expect(sent.headers).toContainEqual(['host', `127.0.0.1:${plain.port}`]);
  });

  test('that the target does not have is an error that names the missing key', async () => {
    const home = await server((socket) => socket.write(okJson({})));
    await expect(senderTo(home.url).send(plan({ base: { kind: 'named', name: 'sandbox' } }), 'x1')).rejects.toThrow(/urls\.sandbox/);
  });

  test('is the base URL with another version segment, or without it', async () => {
    const home = await server((socket) => socket.write(okJson({})));
    const sender = senderTo(`${home.url}/api/v2`);
    await sender.send(plan({ base: { kind: 'version', segment: 'v999' } }), 'x1');
    await sender.send(plan({ base: { kind: 'version', segment: null } }), 'x2');
    expect(home.requests.map(({ line }) => line)).toEqual(['GET /api/v999/things HTTP/1.1', 'GET /api/things HTTP/1.1']);
  });

  test('a credential in the query is sent and not recorded', async () => {
    const home = await server((socket) => socket.write(okJson({})));
    const exchange = await senderTo(home.url).send(
      plan({ query: [['size', '1']], credential: { kind: 'misplaced', name: 'second', form: 'api-key-query' } }),
      'x1',
    );
    expect(home.requests[0]?.line).toBe(`GET /things?size=1&api_key=${secrets.second} HTTP/1.1`);
    expect(JSON.stringify(exchange)).not.toContain(secrets.second);
    expect(exchange.sent.target).toBe('/things?size=1&api_key=[secret]');
  });
});
