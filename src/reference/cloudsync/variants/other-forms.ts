import { answered } from '../../kit/answering.ts';
import { uuid } from '../../kit/id-form.ts';
import { keyForm } from '../../kit/keys.ts';
import { standardRateHeaders } from '../../kit/rate-headers.ts';
import type { Call } from '../call.ts';
import { basePath } from '../call.ts';
import type { SyncVariant } from '../overrides.ts';

/** The basic form of ISO 8601 with thousandths of a second. */
const basicForm = (ms: number): string => new Date(ms).toISOString().replaceAll(/[-:]/g, '');

const located = answered((call: Call) => {
  if (call.status === 201) {
    const { instance } = call.body as { readonly instance: { readonly id: string } };
    call.set('Location', `${basePath}/instances/${instance.id}`);
  }
  if (call.body !== null && call.body !== undefined) call.set('Content-Type', 'application/vnd.cloudsync.v2+json; charset=utf-8');
});

/** Another form wherever an example shows one that the document does not require. */
export const otherForms: SyncVariant = {
  title: 'Other ids, keys, times, envelopes, error objects and media types',
  deviations: {
    'SYNC-30': 'ids are UUIDs, without the prefix of the example',
    'SYNC-93': 'the message is inside an error object',
  },
  options: { durations: { 'instance.active': 0 } },
  settings: {
    ids: uuid,
    keys: keyForm('cs_live_', 48),
    createdAt: basicForm,
    listBody: ({ shown, total }) => ({ data: { items: shown }, meta: { count: total } }),
    itemBody: (shown) => ({ data: shown, meta: {} }),
    statuses: { created: 201, updated: 202, removed: 200 },
    removedBody: () => ({ deleted: true }),
    errorBody: ({ status, reason, message }) => ({ error: { code: reason, status, message } }),
    rateHeaders: { ...standardRateHeaders, resetForm: 'iso', retryAfter: 'http-date' },
    challenge: 'Bearer realm="CloudSync"',
    gone: 410,
    plainHttp: () => ({ kind: 'redirect', status: 301, location: ({ href }) => href.replace('https:', 'HTTPS:') }),
  },
  around: located,
};
