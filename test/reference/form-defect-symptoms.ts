import { create, creates422, list, lists, unusable } from './symptoms.ts';
import type { Symptom } from './symptoms.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Symptoms of defects in the form of values, by slug. */
export const formDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'created-at-without-zone': lists('', (item) => /:\d\d$/.test(text(item['created_at']))),
  'created-at-local-offset': lists('', (item) => text(item['created_at']).endsWith('+02:00')),
  'ipv4-with-prefix-length': lists('', (item) => text(item['ipv4']).endsWith('/24')),
  'ipv4-holds-ipv6': lists('', (item) => text(item['ipv4']).includes('::')),
  'instance-status-upper-case': lists('', (item) => item['status'] === 'RUNNING'),
  'instance-status-other-word': lists('status=running', (item) => item['status'] === 'active'),
  'memory-gb-in-bytes': lists('', (item) => Number(item['memory_gb']) >= 2 ** 30),
  'cpu-zero': lists('status=running', (item) => item['cpu'] === 0),
  'instance-id-bare-uuid': lists('', ({ id }) => !id.startsWith('inst_')),

  'one-region-ipv4-with-prefix-length': async (ask) => {
    const marked = (await list(ask, 'limit=100')).filter((item) => text(item['ipv4']).includes('/'));
    return marked.length > 0 && marked.every((item) => item['region'] === 'ap-south-1');
  },
  'provisioning-instance-memory-zero': async (ask) => {
    const items = await list(ask, 'limit=100');
    return (
      items.some((item) => item['memory_gb'] === 0) &&
      items.every((item) => (item['memory_gb'] === 0) === (item['status'] === 'provisioning'))
    );
  },
  'created-at-without-zone-after-ten-lists': async (ask) => {
    const times: string[] = [];
    for (let count = 0; count < 11; count += 1) times.push(text((await list(ask, 'limit=1'))[0]?.['created_at']));
    return times.findIndex((time) => !time.endsWith('Z')) === 10;
  },

  'error-detail-field-path': creates422((details) => Array.isArray(details) && details[0]?.field === 'body.plan'),
  'error-detail-wrong-field': async (ask) => {
    const { error } = (await create(ask, unusable)).json;
    return error?.details?.every((fault) => fault['field'] === 'name') === true;
  },
};
