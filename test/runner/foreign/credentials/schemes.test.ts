import { describe, expect, test } from 'vitest';
import { lockersDocument, lockersService, type Shown } from '../../../worlds/lockers.ts';
import { serve } from '../judge-foreign.ts';
import { judgeConfigured } from './judge-configured.ts';

const env = { KEY: 'k-5d1f0a77c3e94b20', OTHER: 'o-90aa71b3cc5e4d18', PAIR: 'porter:pass-71b3cc5e' };
const basic = { authorization: `Basic ${Buffer.from(env.PAIR).toString('base64')}` };

const schemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'Basic' },
  header: { type: 'apiKey', in: 'header', name: 'X-Locker-Key' },
  query: { type: 'apiKey', in: 'query', name: 'locker_key' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'LOCKER' },
  app: { type: 'apiKey', in: 'header', name: 'X-App' },
  oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://sso.example/.well-known/openid-configuration' },
  oauth: { type: 'oauth2', flows: { implicit: { authorizationUrl: 'https://sso.example/a', scopes: {} } } },
  digest: { type: 'http', scheme: 'digest' },
  mutual: { type: 'mutualTLS' },
};

const has: Readonly<Record<string, (shown: Shown) => boolean>> = {
  bearer: ({ headers }) => headers.authorization === `Bearer ${env.KEY}`,
  basic: ({ headers }) => headers.authorization === basic.authorization,
  header: ({ headers }) => headers['x-locker-key'] === env.KEY,
  query: ({ query }) => query.get('locker_key') === env.KEY,
  cookie: ({ cookies }) => cookies['LOCKER'] === env.KEY,
  app: ({ headers }) => headers['x-app'] === env.OTHER,
};

/** One scheme, and how a request shows that it has none of it. */
const single: readonly (readonly [scheme: string, admits: string, secret: string])[] = [
  ['bearer', 'bearer', 'env:KEY'],
  ['basic', 'basic', 'env:PAIR'],
  ['header', 'header', 'env:KEY'],
  ['query', 'query', 'env:KEY'],
  ['cookie', 'cookie', 'env:KEY'],
  ['oidc', 'bearer', 'env:KEY'],
  ['oauth', 'bearer', 'env:KEY'],
];

describe('a document with one security scheme', () => {
  test.for(single)('%s: a server that checks it is accused of nothing', async ([scheme, admits, secret]) => {
    const seen: Shown[] = [];
    const admit = has[admits] ?? (() => false);
    const baseUrl = await serve(lockersService(admit, undefined, seen));
    const judged = await judgeConfigured(lockersDocument(schemes, [{ [scheme]: [] }]), { baseUrl, credentials: { key: secret } }, env);
    expect(judged.stopped).toBeUndefined();
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
    expect(Object.values(judged.outcomes('auth/missing-credential-refused'))).not.toContain('skipped');
    // At least one call of each guarded operation really had nothing.
    const bare = seen.filter(
      ({ headers, query }) =>
        headers.authorization === undefined &&
        headers.cookie === undefined &&
        headers['x-locker-key'] === undefined &&
        !query.has('locker_key'),
    );
    expect(bare.map(({ path }) => path)).toEqual(expect.arrayContaining(['/lockers', '/lockers/41']));
    expect(judged.text).not.toContain(env.KEY);
  });

  test.for(single)('%s: a server that does not check it is caught on each operation', async ([scheme, , secret]) => {
    const baseUrl = await serve(lockersService(() => true));
    const judged = await judgeConfigured(lockersDocument(schemes, [{ [scheme]: [] }]), { baseUrl, credentials: { key: secret } }, env);
    expect(judged.accused.filter((one) => one.startsWith('auth/missing-credential-refused'))).not.toEqual([]);
  });
});

describe('a service that makes an account of each name and password', () => {
  const pair = ({ headers }: Shown): string => Buffer.from(headers.authorization?.replace(/^Basic /u, '') ?? '', 'base64').toString();
  const isPair = (shown: Shown): boolean => /^[^:]+:./u.test(pair(shown));
  const judge = async (hasLockers: (shown: Shown) => boolean) => {
    const baseUrl = await serve(lockersService(isPair, undefined, [], hasLockers));
    return judgeConfigured(lockersDocument(schemes, [{ basic: [] }]), { baseUrl, credentials: { key: 'env:PAIR' } }, env);
  };

  test('is not accused of another password, which shows nothing of the first account', async () => {
    const { accused } = await judge((shown) => pair(shown) === env.PAIR);
    expect(accused.filter((one) => one.includes('altered'))).toEqual([]);
  });

  test('is not accused of another password where neither account has anything', async () => {
    const { accused, outcomes } = await judge(() => false);
    expect(accused.filter((one) => one.includes('altered'))).toEqual([]);
    expect(Object.values(outcomes('auth/damaged-credential-refused'))).toContain('inconclusive');
  });

  test('is told where the name alone counts', async () => {
    const { accused } = await judge((shown) => pair(shown).startsWith('porter:'));
    expect(accused.some((one) => one.startsWith('auth/damaged-credential-refused'))).toBe(true);
  });
});

describe('a read whose id only a list shows', () => {
  test('is asked without a credential too, and a server that guards only the list is caught there', async () => {
    const baseUrl = await serve(lockersService((shown) => shown.path !== '/lockers' || has['header']?.(shown) === true));
    const judged = await judgeConfigured(lockersDocument(schemes, [{ header: [] }]), { baseUrl, credentials: { key: 'env:KEY' } }, env);
    expect(judged.accused.toSorted()).toEqual([
      'auth/missing-credential-refused no-credential-accepted GET /lockers,GET /lockers/{number}',
      'auth/unknown-credential-refused unknown-credential-accepted GET /lockers,GET /lockers/{number}',
    ]);
    expect(judged.text).toContain('GET /lockers/{number} without a credential, with the values that succeed with one');
  });
});

describe('a key, or the name and the password of a service user', () => {
  const pair = ({ headers }: Shown): string => Buffer.from(headers.authorization?.replace(/^Basic /u, '') ?? '', 'base64').toString();
  const judge = async (isUser: (shown: Shown) => boolean, hasLockers: (shown: Shown) => boolean = () => true) => {
    const baseUrl = await serve(lockersService((shown) => has['header']?.(shown) === true || isUser(shown), undefined, [], hasLockers));
    const document = lockersDocument(schemes, [{ header: [] }, { basic: [] }]);
    return judgeConfigured(document, { baseUrl, credentials: { key: 'env:KEY', schemes: { basic: 'env:PAIR' } } }, env);
  };
  const isDamaged = (one: string): boolean => one.startsWith('auth/damaged-credential-refused');

  test('are both tried, and a service that compares them is accused of nothing', async () => {
    const { accused, outcomes } = await judge((shown) => pair(shown) === env.PAIR);
    expect(accused).toEqual([]);
    expect(Object.values(outcomes('auth/damaged-credential-refused'))).toEqual(['pass']);
  });

  test('no user is tried with two wrong passwords in a row', async () => {
    let [row, longest] = [0, 0];
    await judge((shown) => {
      const isKnown = pair(shown) === env.PAIR;
      if (isKnown) row = 0;
      else if (pair(shown).startsWith('porter:')) longest = Math.max(longest, (row += 1));
      return isKnown;
    });
    expect(longest).toBe(1);
  });

  test('a service that lets a known user in with any password is told', async () => {
    const { accused, text } = await judge((shown) => pair(shown).startsWith('porter:'));
    expect(accused.filter(isDamaged)).toHaveLength(1);
    expect(text).not.toContain('pass-71b3cc5e');
  });

  test('a service that makes an account of each pair is not accused', async () => {
    const { accused } = await judge(
      (shown) => /^[^:]+:./u.test(pair(shown)),
      (shown) => has['header']?.(shown) === true || pair(shown) === env.PAIR,
    );
    expect(accused.filter(isDamaged)).toEqual([]);
  });

  test('a pair that the service does not know is not tried further', async () => {
    const { accused, outcomes } = await judge(() => false);
    expect(accused).toEqual([]);
    expect(Object.values(outcomes('auth/damaged-credential-refused'))).toEqual(['pass']);
  });
});

describe('several security schemes', () => {
  const both = { key: 'env:KEY', schemes: { app: 'env:OTHER' } };

  test('that are both needed are sent together, and a server that needs both is accused of nothing', async () => {
    const baseUrl = await serve(lockersService((shown) => has['header']?.(shown) === true && has['app']?.(shown) === true));
    const judged = await judgeConfigured(lockersDocument(schemes, [{ header: [], app: [] }]), { baseUrl, credentials: both }, env);
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
  });

  test.for(['header', 'app'])('that are both needed: a server that only checks %s is caught', async (checked) => {
    const baseUrl = await serve(lockersService((shown) => has[checked]?.(shown) === true));
    const judged = await judgeConfigured(lockersDocument(schemes, [{ header: [], app: [] }]), { baseUrl, credentials: both }, env);
    const caught = judged.accused.filter((one) => one.includes('incomplete-credentials'));
    expect(caught).toEqual(['auth/missing-credential-refused incomplete-credentials-accepted GET /lockers,GET /lockers/{number}']);
    expect(judged.text).toContain(`without the credential of the security scheme \\"${checked === 'app' ? 'header' : 'app'}\\"`);
  });

  test('that are both needed, or one of them alone: only what no alternative covers is asked for', async () => {
    const baseUrl = await serve(lockersService((shown) => has['header']?.(shown) === true));
    const document = lockersDocument(schemes, [{ header: [], app: [] }, { header: [] }]);
    const judged = await judgeConfigured(document, { baseUrl, credentials: both }, env);
    expect(judged.accused).toEqual([]);
  });

  test('of which either does: nobody is accused, whichever is given', async () => {
    const baseUrl = await serve(lockersService((shown) => has['header']?.(shown) === true || has['app']?.(shown) === true));
    const document = lockersDocument(schemes, [{ header: [] }, { app: [] }]);
    for (const credentials of [both, { key: 'env:KEY' }, { schemes: { app: 'env:OTHER' } }]) {
      const judged = await judgeConfigured(document, { baseUrl, credentials }, env);
      expect(judged.stopped).toBeUndefined();
      expect(judged.accused).toEqual([]);
      expect(judged.unexercised).toEqual([]);
    }
  });

  test('with an empty alternative: callers without one are welcome', async () => {
    const baseUrl = await serve(lockersService(() => true));
    for (const security of [[{}, { header: [] }], [{ header: [] }, {}], []]) {
      const judged = await judgeConfigured(lockersDocument(schemes, security), { baseUrl }, env);
      expect(judged.stopped).toBeUndefined();
      expect(judged.accused).toEqual([]);
      expect(judged.unexercised).toEqual([]);
    }
  });

  test('one of which cannot be sent: the operations are named with the reason, and not judged', async () => {
    const baseUrl = await serve(lockersService(() => false));
    for (const [scheme, why] of [
      ['digest', 'HTTP authentication of the kind "digest", which is not supported'],
      ['mutual', 'takes a client certificate (mutualTLS), which is not supported'],
    ] as const) {
      const judged = await judgeConfigured(lockersDocument(schemes, [{ [scheme]: [] }], { openapi: '3.1.0' }), { baseUrl }, env);
      expect(judged.accused).toEqual([]);
      expect(JSON.stringify(judged.unexercised)).toContain(why.replaceAll('"', '\\"'));
    }
  });
});

describe('conformant refusals', () => {
  test.for<[what: string, refusal: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }, errors: boolean]>([
    ['403 where the document describes 401 and 403', { status: 403 }, true],
    ['404 that hides', { status: 404 }, true],
    ['a redirect to a login page', { status: 302, headers: { location: '/login' } }, true],
    ['401 without a word in the document', { status: 401, headers: { 'www-authenticate': 'Bearer' } }, false],
    ['403 without a word in the document', { status: 403 }, false],
    ['400', { status: 400 }, false],
  ])('%s accuses nobody of leaving a door open', async ([, refusal, errors]) => {
    const baseUrl = await serve(lockersService((shown) => has['header']?.(shown) === true, refusal));
    const judged = await judgeConfigured(
      lockersDocument(schemes, [{ header: [] }], { errors }),
      { baseUrl, credentials: { key: 'env:KEY' } },
      env,
    );
    expect(judged.accused.filter((one) => one.startsWith('auth/'))).toEqual([]);
  });
});

test('Swagger 2.0 states the same schemes in its own words', async () => {
  const baseUrl = await serve(lockersService((shown) => has['query']?.(shown) === true));
  const document = {
    swagger: '2.0',
    info: { title: 'Lockers', version: '1' },
    produces: ['application/json'],
    securityDefinitions: { query: schemes.query, basic: { type: 'basic' } },
    security: [{ query: [] }],
    paths: { '/lockers': { get: { responses: { '200': { description: 'It', schema: { type: 'array', items: { type: 'object' } } } } } } },
  };
  const judged = await judgeConfigured(document, { baseUrl, credentials: { key: 'env:KEY' } }, env);
  expect(judged.accused).toEqual([]);
  expect(judged.unexercised).toEqual([]);
  const open = await serve(lockersService(() => true));
  const caught = await judgeConfigured(document, { baseUrl: open, credentials: { key: 'env:KEY' } }, env);
  expect(caught.accused.join()).toContain('auth/missing-credential-refused');
});

test('a document without security, and one that describes schemes without requiring one, need no credential', async () => {
  const baseUrl = await serve(lockersService(() => true));
  for (const document of [lockersDocument({}, undefined), lockersDocument(schemes, undefined)]) {
    const judged = await judgeConfigured(document, { baseUrl }, env);
    expect(judged.stopped).toBeUndefined();
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
  }
});
