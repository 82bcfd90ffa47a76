import { creation, creationWithout } from './client.ts';
import {
  list,
  next,
  create,
  restart,
  refusedInBurst,
  gets,
  has,
  lists,
  creates,
  creates422,
  errs,
  keyless,
  offers,
  header,
  unusable,
  duplicate,
} from './symptoms.ts';
import type { Symptom } from './symptoms.ts';

/** Symptoms of defects in creations, error responses, credentials and the quota, by slug. */
export const callDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'create-name-generated': creates(creationWithout('name'), 201),
  'create-missing-name-422': creates(creationWithout('name'), 422),
  'create-region-optional': creates(creationWithout('region'), 201),
  'create-missing-region-422': creates(creationWithout('region'), 422),
  'create-plan-optional': creates(creationWithout('plan'), 201),
  'create-missing-plan-422': creates(creationWithout('plan'), 422),
  'create-image-optional': creates(creationWithout('image'), 201),
  'create-missing-image-422': creates(creationWithout('image'), 422),
  'plan-unknown-accepted': creates(creation({ plan: 'no-such-plan' }), 201),
  'plan-unknown-400': creates(creation({ plan: 'no-such-plan' }), 400),
  'empty-object-accepted': creates({}, 201),
  'empty-object-422': creates({}, 422),
  'duplicate-name-accepted': duplicate(201),
  'duplicate-name-422': duplicate(422),
  'duplicate-name-400': duplicate(400),
  'validation-failed-400': creates(unusable, 400),
  'validation-skipped': creates(unusable, 201),

  'error-404-html': errs(({ text }) => text.startsWith('<')),
  'error-401-empty': gets('/instances', ({ status, text }) => status === 401 && text === '', keyless),
  'error-429-plain-text': async (ask) => (await refusedInBurst(ask))?.text.startsWith('Too Many') === true,
  'error-flat-object': errs(({ json }) => json.error === undefined && json['code'] === 404),
  'error-as-string': errs(({ json }) => typeof json.error === 'string'),
  'error-code-text': errs(({ json }) => typeof json.error?.code === 'string'),
  'error-message-missing': errs(({ json }) => json.error?.code === 404 && json.error.message === undefined),
  'error-code-differs-from-status': errs(({ json }) => typeof json.error?.code === 'number' && json.error.code !== 404),
  'error-code-always-400': errs(({ json }) => json.error?.code === 400),
  'error-details-map': creates422((details) => !Array.isArray(details) && typeof details === 'object'),
  'error-details-strings': creates422((details) => Array.isArray(details) && typeof details[0] === 'string'),
  'error-detail-without-field': creates422((details) => Array.isArray(details) && 'message' in details[0] && !('field' in details[0])),
  'validation-details-missing': creates422((details) => details === undefined),
  'validation-details-empty': creates422((details) => Array.isArray(details) && details.length === 0),

  'invalid-json-422': creates('{"name": ', 422),
  'invalid-json-treated-as-empty-200': creates('{"name": ', 200),
  'limit-text-ignored': gets('/instances?limit=abc', has(200)),
  'limit-text-422': gets('/instances?limit=abc', has(422)),
  'unknown-instance-202': async (ask) => (await restart(ask, 'inst_0000000000')).status === 202,
  'unknown-instance-400': async (ask) => (await restart(ask, 'inst_0000000000')).status === 400,
  'unknown-path-200': gets('/no-such-path', has(200)),
  'unknown-path-400': gets('/no-such-path', has(400)),
  'invalid-json-500': creates('{"name": ', 500),
  'cursor-garbage-500': gets('/instances?cursor=%21%21', has(500)),
  'body-array-500': creates([], 500),

  'auth-missing-key-403': gets('/networks', has(403), keyless),
  'auth-volumes-open': gets('/volumes', has(200), keyless),
  'auth-create-open': async (ask) => (await create(ask, creation(), keyless)).status === 201,
  'auth-missing-key-redirect': gets('/networks', has(302), keyless),
  'auth-restart-open': async (ask) => {
    const known = await restart(ask, (await list(ask, 'status=running'))[0]?.id ?? '', keyless);
    return known.status === 202 && (await restart(ask, 'inst_0000000000', keyless)).status === 401;
  },
  'auth-blank-bearer-accepted': gets('/instances', has(200), { authorization: 'Bearer' }),
  'auth-any-key-accepted': offers('/instances', () => 'made-up', 200),
  'auth-invalid-key-403': offers('/instances', () => 'made-up', 403),
  'auth-key-prefix-compared': offers('/instances', (key) => key.slice(0, -1), 200),
  'auth-key-case-insensitive': offers('/instances', (key) => key.toUpperCase(), 200),

  'rate-limit-not-enforced': async (ask) => (await refusedInBurst(ask)) === undefined,
  'rate-limit-503': async (ask) => (await refusedInBurst(ask))?.status === 503,
  'rate-limit-403': async (ask) => (await refusedInBurst(ask))?.status === 403,
  'ratelimit-headers-missing': gets(
    '/instances',
    ({ status, headers }) => status === 200 && Object.keys(headers).every((name) => !name.startsWith('x-ratelimit')),
  ),
  'ratelimit-limit-missing': header('x-ratelimit-limit', (value) => value === undefined),
  'ratelimit-limit-with-unit': header('x-ratelimit-limit', (value) => !/^\d+$/.test(value ?? '')),
  'ratelimit-headers-only-on-instances': gets('/networks', ({ headers }) => headers['x-ratelimit-limit'] === undefined),
  'ratelimit-remaining-missing': header('x-ratelimit-remaining', (value) => value === undefined),
  'ratelimit-remaining-negative': async (ask) => Number((await refusedInBurst(ask))?.headers['x-ratelimit-remaining']) < 0,
  'ratelimit-reset-missing': header('x-ratelimit-reset', (value) => value === undefined),
  'ratelimit-reset-delta': header('x-ratelimit-reset', (value) => /^\d{1,4}$/.test(value ?? '')),
  'ratelimit-reset-milliseconds': header('x-ratelimit-reset', (value) => /^\d{13}$/.test(value ?? '')),
  'ratelimit-reset-date-text': header('x-ratelimit-reset', (value) => value?.endsWith('GMT') === true),
  'retry-after-missing-on-429': async (ask) => (await refusedInBurst(ask))?.headers['retry-after'] === undefined,
  'retry-after-on-success': header('retry-after', (value) => value !== undefined),
  'retry-after-on-restart-202': async (ask) => {
    const { status, headers } = await restart(ask, (await list(ask, 'status=running'))[0]?.id ?? '');
    return status === 202 && headers['retry-after'] !== undefined;
  },
  'retry-after-on-other-errors': errs(({ headers }) => headers['retry-after'] !== undefined),

  'second-page-created-at-epoch': async (ask) => typeof (await next(ask, 'limit=20')).json.data?.[0]?.['created_at'] === 'number',
  'stopped-instance-memory-text': lists('', (item) => item['status'] === 'stopped' && typeof item['memory_gb'] === 'string'),
  'third-list-name-null': async (ask) => {
    const names = [await list(ask, ''), await list(ask, ''), await list(ask, ''), await list(ask, '')].map(([item]) => item?.['name']);
    return names[2] === null && !names.toSpliced(2, 1).includes(null);
  },
  'reset-milliseconds-on-errors': errs(({ headers }) => /^\d{13}$/.test(String(headers['x-ratelimit-reset']))),
  'next-cursor-missing-at-maximum': async (ask) => {
    const [at, below] = [await ask('/instances?limit=100'), await ask('/instances?limit=99')];
    return at.json.pagination?.next_cursor === null && at.json.pagination.has_more === true && !!below.json.pagination?.next_cursor;
  },
};
