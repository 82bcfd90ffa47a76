import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { admissionTo } from '../../../src/contract/admission.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { schemeSecret } from '../../../src/model/target.ts';
import { judge, kilnDocument, kilnPaths, lookAt, memberKey, say, serve, stopAt, write, type Judging } from '../../worlds/entry.ts';

const schemes = {
  member: { type: 'http', scheme: 'Bearer' },
  badge: { type: 'apiKey', in: 'header', name: 'X-Badge' },
  ticket: { type: 'apiKey', in: 'query', name: 'ticket' },
  visit: { type: 'apiKey', in: 'cookie', name: 'visit' },
  stay: { type: 'apiKey', in: 'cookie', name: 'stay' },
  clerk: { type: 'http', scheme: 'basic' },
  guild: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://guild.example/token', scopes: {} } } },
  riddle: { type: 'http', scheme: 'Digest' },
  seal: { type: 'mutualTLS' },
} as const;

type Schemes = readonly Readonly<Record<string, readonly string[]>>[];

/** A document whose three lists require these credentials. */
const asking = (kilns: Schemes, glazes: Schemes = kilns, firings: Schemes = kilns) => {
  const { '/kilns': list } = kilnPaths;
  const guarded = (security: Schemes) => ({ get: { ...(list['get'] as object), security } });
  return kilnDocument({
    paths: { '/kilns': guarded(kilns), '/glazes': guarded(glazes), '/firings': guarded(firings) },
    components: { securitySchemes: schemes },
  });
};

const all = Object.fromEntries(
  Object.keys(schemes).map((name) => [schemeSecret(name), `${name}-secret-0123456789${name === 'clerk' ? ':word' : ''}`]),
);

const given = (...names: readonly string[]): Judging => ({
  target: { credentials: names.includes('key') ? ['key'] : [], schemes: names.filter((name) => name !== 'key') },
  secrets: {
    ...(names.includes('key') ? { key: memberKey } : {}),
    ...Object.fromEntries(names.filter((name) => name !== 'key').map((name) => [schemeSecret(name), all[schemeSecret(name)] ?? ''])),
  },
});

const secretOf = (name: keyof typeof schemes): string => all[schemeSecret(name)] ?? '';

/** A pottery that accepts every caller and records the requests. */
const openPottery = () => serve((request, response) => say(response, /kilns|glazes|firings/.test(request.url ?? '') ? 200 : 404, []));

const credentialsAt = (asked: readonly { readonly line: string; readonly headers: IncomingMessage['headers'] }[], path: string) => {
  const first = asked.find(({ line }) => line.startsWith(`GET ${path}`));
  const { authorization, cookie, 'x-badge': badge } = first?.headers ?? {};
  return { authorization, cookie, badge, query: first?.line.split('?')[1] };
};

describe('an operation is sent the credentials of its own security', () => {
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  test.each<[string, Schemes, readonly string[], object]>([
    ['the first scheme', [{ member: [] }], ['key'], bearer(memberKey)],
    ['a key in a header field', [{ badge: [] }], ['badge'], { badge: secretOf('badge') }],
    ['a key in the query', [{ ticket: [] }], ['ticket'], { query: `ticket=${secretOf('ticket')}` }],
    ['a key in a cookie', [{ visit: [] }], ['visit'], { cookie: `visit=${secretOf('visit')}` }],
    ['a name and a password', [{ clerk: [] }], ['clerk'], { authorization: `Basic ${Buffer.from(secretOf('clerk')).toString('base64')}` }],
    ['a token of OAuth', [{ guild: ['read'] }], ['guild'], bearer(secretOf('guild'))],
    [
      'several schemes together',
      [{ member: [], badge: [], ticket: [] }],
      ['key', 'badge', 'ticket'],
      { ...bearer(memberKey), badge: secretOf('badge'), query: `ticket=${secretOf('ticket')}` },
    ],
    [
      'two cookies in one field',
      [{ visit: [], stay: [] }],
      ['visit', 'stay'],
      { cookie: `visit=${secretOf('visit')}; stay=${secretOf('stay')}` },
    ],
    [
      'the alternative that is given',
      [{ badge: [], ticket: [] }, { visit: [] }],
      ['badge', 'visit'],
      { cookie: `visit=${secretOf('visit')}` },
    ],
    ['the one that takes `key` before others', [{ badge: [] }, { member: [] }], ['key', 'badge'], bearer(memberKey)],
    ['nothing where the empty alternative applies', [{ badge: [] }, {}], ['badge'], {}],
    ['nothing where none is required', [], ['key'], {}],
    ['a supported alternative beside an unsupported one', [{ riddle: [] }, { badge: [] }], ['badge'], { badge: secretOf('badge') }],
  ])('%s', async (_title, security, names, expected) => {
    const kiln = await openPottery();
    await judge(kiln.url, { document: asking([{ member: [] }], security, [{ member: [] }]), ...given(...names) });
    expect(credentialsAt(kiln.asked, '/glazes')).toEqual({
      authorization: undefined,
      cookie: undefined,
      badge: undefined,
      query: undefined,
      ...expected,
    });
  });

  test('where the root declares them, and no secret is in the output', async () => {
    const kiln = await serve((_request, response) => say(response, 401, { echo: secretOf('badge') }));
    const document = kilnDocument({ security: [{ member: [], badge: [] }], components: { securitySchemes: schemes } });
    const reason = await stopAt(kiln.url, { document, ...given('key', 'badge') });
    expect(kiln.asked[0]?.headers).toMatchObject({ authorization: `Bearer ${memberKey}`, 'x-badge': secretOf('badge') });
    expect(reason).not.toContain(secretOf('badge'));
  });
});

describe('without the credential of an operation', () => {
  const skipped = async (document: ReturnType<typeof asking>, judging: Judging) => {
    const kiln = await openPottery();
    const run = await judge(kiln.url, { document, ...judging });
    return {
      kiln,
      run,
      reasons: new Set(run.plan.cases.flatMap(({ skip, untried }) => [...(skip ? [skip.reason] : []), ...untried])),
    };
  };

  test('operations without credentials are judged, and nothing breaks', async () => {
    const { kiln, run, reasons } = await skipped(asking([], [{ member: [] }], []), given());
    expect(run.of('broken')).toEqual([]);
    expect(run.accusations).toEqual([]);
    expect(run.of('pass').length).toBeGreaterThan(0);
    expect(reasons).toContain('GET /glazes: needs the credential "key" (--credential key=env:VARIABLE)');
    expect(kiln.asked.filter(({ line }) => line.includes('/glazes'))).toEqual([]);
  });

  test('a document that requires none is judged, with a key as without one', async () => {
    for (const judging of [given(), given('key')]) {
      const { kiln, run } = await skipped(asking([]), judging);
      expect([run.of('broken'), run.accusations]).toEqual([[], []]);
      expect(run.of('pass').length).toBeGreaterThan(0);
      expect(kiln.asked.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    }
  });

  test('the missing credential is named, and a scheme by its name', async () => {
    const { reasons, kiln } = await skipped(
      asking([{ member: [] }], [{ member: [], badge: [] }], [{ badge: [] }, { clerk: [], ticket: [] }]),
      given('key'),
    );
    expect(reasons).toContain('GET /glazes: needs a credential for the security scheme "badge" (--credential badge=env:VARIABLE)');
    expect(reasons).toContain('GET /firings: needs a credential for the security scheme "badge" (--credential badge=env:VARIABLE)');
    expect(kiln.asked.filter(({ line }) => /glazes|firings/.test(line))).toEqual([]);
  });

  test('where every operation requires one, nothing is sent', async () => {
    const kiln = await openPottery();
    expect(await stopAt(kiln.url, { document: asking([{ member: [] }], [{ badge: [] }]), ...given() })).toBe(
      'no operation can be called: each needs the credential "key" (--credential key=env:VARIABLE); or needs a credential for the security scheme "badge" (--credential badge=env:VARIABLE)',
    );
    expect(kiln.asked).toEqual([]);
  });

  test('preflight sends what can be sent', async () => {
    const kiln = await openPottery();
    expect(await lookAt(kiln.url, { document: asking([{ member: [] }], [{ badge: [] }], []), ...given('badge') })).toMatchObject({
      kind: 'ready',
    });
    expect(new Set(kiln.asked.map(({ line }) => line))).toEqual(new Set(['GET /glazes', 'GET /firings', 'GET /ct-no-such-path']));
  });

  test('a credential that is refused is named by its scheme', async () => {
    const kiln = await serve((_request, response) => say(response, 401, {}));
    expect(await stopAt(kiln.url, { document: asking([{ member: [] }], [{ badge: [] }], [{ member: [] }]), ...given('badge') })).toMatch(
      /^the target refuses the credential of the security scheme "badge" \(GET \/glazes: 401\)/,
    );
  });
});

describe('a scheme that cannot be sent', () => {
  const admission = async (security: Schemes, names: readonly string[] = Object.keys(schemes)) => {
    const contract = await loadContract(write(asking(security)));
    const [operation] = contract.operations;
    if (!operation) throw new Error('no operation');
    return admissionTo(contract, operation, { credentials: ['key'], schemes: names });
  };

  test.each<[string, Schemes, string]>([
    [
      'Digest',
      [{ riddle: [] }],
      'the security scheme "riddle" is HTTP authentication of the kind "Digest", which is not supported (#/components/securitySchemes/riddle)',
    ],
    [
      'mutual TLS',
      [{ seal: [] }],
      'the security scheme "seal" takes a client certificate (mutualTLS), which is not supported (#/components/securitySchemes/seal)',
    ],
    [
      'two at one location',
      [{ member: [], guild: [] }],
      'the security schemes "member" and "guild" both need the header field Authorization',
    ],
  ])('%s is unsupported and reported', async (_title, security, reason) => {
    expect(await admission(security)).toEqual({ kind: 'unsupported', reason });
  });

  test('leaves its operation out of the plan, and is not the scheme of `key`', async () => {
    const kiln = await openPottery();
    const document = { ...asking([{ riddle: [] }], [{ badge: [] }], []), security: [{ riddle: [] }] };
    const run = await judge(kiln.url, { document, ...given('key') });
    const untried = run.plan.cases.flatMap(({ untried: parts }) => parts);
    expect(untried.some((part) => part.startsWith('GET /kilns: the security scheme "riddle"'))).toBe(true);
    expect(credentialsAt(kiln.asked, '/glazes').badge).toBe(memberKey);
    expect(run.of('broken')).toEqual([]);
  });
});
