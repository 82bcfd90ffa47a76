import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'vitest';
import { summary } from '../../../src/report/index.ts';
import { type JudgedRun, judgedRun } from './judged-run.ts';

/** A call as a service sees it: its path, and whether it has the valid key under a known scheme. */
type Asked = { readonly path: string; readonly authorization: string; readonly isKnown: boolean };
type Given = { readonly status: number; readonly location?: string; readonly body?: string };
type Service = (asked: Asked) => Given;

const key = 'cs_live_0123456789abcdef0123456789abcdef';
const list: Given = { status: 200, body: '{"data":[]}' };
const unauthenticated: Given = { status: 401 };
const nothing: Given = { status: 404 };
const page: Given = { status: 200, body: '<!doctype html><title>Welcome</title>' };

/** A list under some paths, for callers with the key; unauthenticated callers are refused everywhere, and nothing else exists. */
const listAt =
  (...paths: readonly string[]): Service =>
  ({ path, isKnown }) =>
    isKnown ? (paths.includes(path) ? list : nothing) : unauthenticated;

const judged = async (vendor: string, base: string, service: Service, only: readonly string[] = []): Promise<JudgedRun> => {
  const server = createServer((request, response) => {
    const authorization = request.headers.authorization ?? '';
    const isKnown = authorization.toLowerCase() === `bearer ${key}`;
    const { status, location, body = '{}' } = service({ path: request.url ?? '', authorization, isKnown });
    response.writeHead(status, { 'Content-Type': 'application/json', ...(location === undefined ? {} : { Location: location }) });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`;
  try {
    return await judgedRun({ vendor, server: { url, credentials: { key } }, only, allow: [] });
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const reported = ({ record }: JudgedRun): string => summary({ record, directory: 'd' }).replaceAll(/\s+/gu, ' ');

describe.concurrent('a breach that makes every read fail', () => {
  test.for<readonly [string, string, string, Service, RegExp]>([
    [
      'no version in the path',
      'cloudsync',
      '/v2',
      listAt('/instances'),
      /^SYNC-4 \(must\): version-not-there .*404 there, and 200 under \/instances$/,
    ],
    ['another version only', 'cloudsync', '/v2', listAt('/v3/instances'), /^SYNC-4 .*200 under \/v3\/instances$/],
    [
      'an earlier version only, behind a prefix',
      'cloudsync',
      '/api/v2',
      listAt('/api/v1/instances'),
      /^SYNC-4 .*200 under \/api\/v1\/instances$/,
    ],
    [
      'no version in the path of several reads',
      'cloudnexus',
      '/v2',
      listAt('/instances', '/networks', '/volumes'),
      /^NEXUS-6 \(must\): version-not-in-path .*404 there, and 200 under \/instances$/,
    ],
    [
      'a redirect to another version',
      'cloudplatform-example',
      '/v1',
      (asked) =>
        asked.isKnown && asked.path === '/v1/projects' ? { status: 308, location: '/v2/projects' } : listAt('/v2/projects')(asked),
      /^CPEX-12 \(must\): version-left .*308 to \/v2\/projects, and 200 there$/,
    ],
    [
      'a redirect to no version, for every caller',
      'cloudplatform-example',
      '/v1',
      (asked) => (asked.path === '/v1/projects' ? { status: 301, location: '/projects' } : listAt('/projects')(asked)),
      /^CPEX-12 .*301 to \/projects, and 200 there$/,
    ],
    [
      'a redirect to a slash',
      'cloudsync',
      '/v2',
      (asked) => (asked.path === '/v2/instances' ? { status: 307, location: 'instances/' } : listAt('/v2/instances/')(asked)),
      /^SYNC-73 \(must\): redirected .*status 307, and 200 under \/v2\/instances\/$/,
    ],
    [
      'a scheme that is accepted in lower case only',
      'cloudplatform-example',
      '/v1',
      ({ path, authorization }) => (authorization !== `bearer ${key}` ? unauthenticated : path === '/v1/projects' ? list : nothing),
      /^CPEX-14 \(must\): printed-spelling-refused .*status 401, but 200 with the scheme spelt bearer$/,
    ],
  ])('is reported: %s', async ([, vendor, base, service, accusation], { expect }) => {
    const run = await judged(vendor, base, service);
    expect(run.accusations()).toEqual([expect.stringMatching(accusation)]);
    expect(run.ids('must', 'pass')).toEqual([]);
    expect(run.ending).toMatch(/^preflight: /);
    expect(run.exitCode).toBe(1);
    expect(reported(run)).toContain('Nothing else was judged: ');
  });

  test('is not reported for requirements that were not selected', async ({ expect }) => {
    const run = await judged('cloudsync', '/v2', listAt('/instances'), ['SYNC-9']);
    expect(run.accusations()).toEqual([]);
    expect(run.exitCode).toBe(3);
  });
});

describe.concurrent('a wrong address or key', () => {
  /** A service whose list is served under the documented version; the base URL is another one. */
  const healthy = listAt('/v2/instances');
  const projects = listAt('/v1/projects');
  test.for<readonly [string, string, string, Service, RegExp]>([
    ['the version twice', 'cloudsync', '/v2/v2', healthy, /no operation exists/],
    [
      'the version of another path before it',
      'cloudplatform-example',
      '/v3/v1',
      listAt('/v1/projects', '/v3/projects'),
      /no operation exists/,
    ],
    ['no version', 'cloudsync', '', healthy, /no operation exists/],
    ['a service with another version only', 'cloudnexus', '/v2', listAt('/v3/instances'), /no operation exists/],
    ['another version', 'cloudsync', '/v1', healthy, /no operation exists/],
    ['a prefix that does not exist', 'cloudsync', '/api/v2', healthy, /no operation exists/],
    ['a prefix that is missing', 'cloudsync', '/v2', listAt('/api/v2/instances'), /no operation exists/],
    ['an empty service', 'cloudsync', '/v2', () => nothing, /no operation exists/],
    [
      'a website that answers every other path',
      'cloudsync',
      '/v2',
      ({ path }) => (path.startsWith('/v2/') ? nothing : page),
      /no operation exists/,
    ],
    ['an open service next to it', 'cloudsync', '/v2', ({ path }) => (path === '/instances' ? list : nothing), /no operation exists/],
    [
      'a path that is hidden from keys of another version',
      'cloudsync',
      '/v2',
      (asked) =>
        asked.path === '/v2/instances' && !asked.isKnown
          ? unauthenticated
          : asked.path === '/v1/instances' && asked.isKnown
            ? list
            : nothing,
      /no operation exists/,
    ],
    ['a redirect to a login', 'cloudplatform-example', '/v1', () => ({ status: 302, location: '/login' }), /redirects every read/],
    [
      'a redirect to another host',
      'cloudplatform-example',
      '/v1',
      () => ({ status: 301, location: 'http://127.0.0.2:9/v2/projects' }),
      /redirects every read/,
    ],
    [
      'a redirect to encryption',
      'cloudsync',
      '/v2',
      () => ({ status: 301, location: 'https://127.0.0.1:9/v2/instances/' }),
      /redirects every read/,
    ],
    ['a redirect without an address', 'cloudsync', '/v2', () => ({ status: 301 }), /redirects every read/],
    [
      'a slash that leads to nothing',
      'cloudsync',
      '/v2',
      ({ path }) => (path.endsWith('/') ? nothing : { status: 301, location: `${path}/` }),
      /redirects every read/,
    ],
    [
      'a slash that leads to a public page',
      'cloudsync',
      '/v2',
      ({ path }) => (path.endsWith('/') ? page : { status: 301, location: `${path}/` }),
      /redirects every read/,
    ],
    [
      'a version that is open to everybody',
      'cloudplatform-example',
      '/v1',
      ({ path }) => (path === '/v2/projects' ? list : { status: 302, location: '/v2/projects' }),
      /redirects every read/,
    ],
    ['an unknown key', 'cloudplatform-example', '/v1', (asked) => projects({ ...asked, isKnown: false }), /refuses credential `key`/],
    [
      'a key that is refused, while other text in its place is accepted',
      'cloudplatform-example',
      '/v1',
      ({ authorization }) => (authorization.startsWith('Bearer ') ? unauthenticated : list),
      /refuses credential `key`/,
    ],
    ['a key that is refused everywhere', 'cloudsync', '/v2', () => ({ status: 403 }), /refuses credential `key`/],
    ['a service that is down', 'cloudsync', '/v2', () => ({ status: 503 }), /is down/],
  ])('is no breach: %s', async ([, vendor, base, service, why], { expect }) => {
    const run = await judged(vendor, base, service);
    expect(run.accusations()).toEqual([]);
    expect(run.decided()).toEqual([]);
    expect(run.ending).toMatch(/^preflight: /);
    expect(run.ending).toMatch(why);
    expect(run.exitCode).toBe(3);
    expect(reported(run)).toContain('Nothing was judged: ');
  });
});
