import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'vitest';
import { summary } from '../../../src/report/index.ts';
import { type JudgedRun, judgedRun } from './judged-run.ts';

/** A call as a service sees it: its path, and whether it comes with the good key under a scheme it reads. */
type Asked = { readonly path: string; readonly authorization: string; readonly isKnown: boolean };
type Given = { readonly status: number; readonly location?: string; readonly body?: string };
type Service = (asked: Asked) => Given;

const key = 'cs_live_0123456789abcdef0123456789abcdef';
const list: Given = { status: 200, body: '{"data":[]}' };
const unauthenticated: Given = { status: 401 };
const nothing: Given = { status: 404 };
const page: Given = { status: 200, body: '<!doctype html><title>Welcome</title>' };

/** A list under some paths, for whoever has the key; strangers are turned away everywhere, and nothing else is there. */
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

describe.concurrent('a breach by which every read is refused', { timeout: 60_000 }, () => {
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
      'a redirect to no version, whoever asks',
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
      'a scheme that is read in small letters only',
      'cloudplatform-example',
      '/v1',
      ({ path, authorization }) => (authorization !== `bearer ${key}` ? unauthenticated : path === '/v1/projects' ? list : nothing),
      /^CPEX-14 \(must\): printed-spelling-refused .*status 401, but 200 with the scheme spelt bearer$/,
    ],
  ])('is told: %s', async ([, vendor, base, service, accusation], { expect }) => {
    const run = await judged(vendor, base, service);
    expect(run.accusations()).toEqual([expect.stringMatching(accusation)]);
    expect(run.ids('must', 'pass')).toEqual([]);
    expect(run.ending).toMatch(/^preflight: /);
    expect(run.exitCode).toBe(1);
    expect(reported(run)).toContain('Nothing else was judged: ');
  });

  test('is told of nothing that was left out', async ({ expect }) => {
    const run = await judged('cloudsync', '/v2', listAt('/instances'), ['SYNC-9']);
    expect(run.accusations()).toEqual([]);
    expect(run.exitCode).toBe(3);
  });
});

describe.concurrent('a wrong address or key', { timeout: 60_000 }, () => {
  /** A service whose list is served under the printed version, and another base URL. */
  const healthy = listAt('/v2/instances');
  const projects = listAt('/v1/projects');
  test.for<readonly [string, string, string, Service, RegExp]>([
    ['the version twice', 'cloudsync', '/v2/v2', healthy, /no operation exists/],
    [
      'the version of another thing before it',
      'cloudplatform-example',
      '/v3/v1',
      listAt('/v1/projects', '/v3/projects'),
      /no operation exists/,
    ],
    ['no version', 'cloudsync', '', healthy, /no operation exists/],
    ['a service that has another version only', 'cloudnexus', '/v2', listAt('/v3/instances'), /no operation exists/],
    ['another version', 'cloudsync', '/v1', healthy, /no operation exists/],
    ['a prefix that is not there', 'cloudsync', '/api/v2', healthy, /no operation exists/],
    ['a prefix that is missing', 'cloudsync', '/v2', listAt('/api/v2/instances'), /no operation exists/],
    ['an empty service', 'cloudsync', '/v2', () => nothing, /no operation exists/],
    [
      'a website that answers every other path',
      'cloudsync',
      '/v2',
      ({ path }) => (path.startsWith('/v2/') ? nothing : page),
      /no operation exists/,
    ],
    ['an open service beside it', 'cloudsync', '/v2', ({ path }) => (path === '/instances' ? list : nothing), /no operation exists/],
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
      'a slash behind which nothing is',
      'cloudsync',
      '/v2',
      ({ path }) => (path.endsWith('/') ? nothing : { status: 301, location: `${path}/` }),
      /redirects every read/,
    ],
    [
      'a slash behind which a page for everybody is',
      'cloudsync',
      '/v2',
      ({ path }) => (path.endsWith('/') ? page : { status: 301, location: `${path}/` }),
      /redirects every read/,
    ],
    [
      'a version behind which everything is open',
      'cloudplatform-example',
      '/v1',
      ({ path }) => (path === '/v2/projects' ? list : { status: 302, location: '/v2/projects' }),
      /redirects every read/,
    ],
    [
      'a key that nobody has',
      'cloudplatform-example',
      '/v1',
      (asked) => projects({ ...asked, isKnown: false }),
      /refuses credential `key`/,
    ],
    [
      'a key that is refused, and all that is not read as one let in',
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
