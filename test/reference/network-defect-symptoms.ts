import type { Ask, Item } from './client.ts';
import type { Symptom } from './symptoms.ts';
import { gets, has } from './symptoms.ts';

const resources = async (ask: Ask, target: string): Promise<readonly Item[]> => (await ask(target)).json.data ?? [];

/** Whether a list is the same with and without a query. */
const isSame =
  (target: string, query: string): Symptom =>
  async (ask) =>
    (await ask(`${target}?${query}`)).text === (await ask(target)).text;

const lacks =
  (target: string, ids: (ask: Ask) => readonly unknown[]): Symptom =>
  async (ask) => {
    const { status, text } = await ask(target);
    return status === 200 && ids(ask).some((id) => !text.includes(`"${String(id)}"`));
  };

const isText: Symptom = async (ask) => (await ask('/networks')).text.startsWith('vpc_');

/** Symptoms of defects in networks and volumes, by slug. */
export const networkDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'networks-not-routed': gets('/networks', has(404)),
  'networks-needs-vpc-id': gets('/networks', has(400)),
  'networks-body-not-json': isText,
  'networks-vpcs-left-out': lacks('/networks', ({ reference }) => [reference.fixtures['vpcId']]),
  'networks-list-cut': lacks('/networks', ({ reference }) => [reference.fixtures['networkId']]),
  'networks-vpc-id-500': async (ask) => (await ask(`/networks?vpc_id=${String(ask.reference.fixtures['vpcId'])}`)).status === 500,
  'networks-staging-500': gets('/networks?environment=staging', has(500)),
  'networks-vpc-id-refused': async (ask) => (await ask(`/networks?vpc_id=${String(ask.reference.fixtures['vpcId'])}`)).status === 400,
  'networks-vpc-id-ignored': isSame('/networks', 'vpc_id=no-such'),
  'networks-environment-refused': gets('/networks?environment=staging', has(400)),
  'networks-environment-short-names': async (ask) =>
    (await ask('/networks?environment=production')).status === 400 && (await resources(ask, '/networks?environment=prod')).length > 0,
  'networks-environment-ignored': isSame('/networks', 'environment=production'),
  'networks-environment-one-value-unknown': isSame('/networks', 'environment=staging'),
  'networks-environment-unknown-returns-all': isSame('/networks', 'environment=no-such'),

  'volumes-not-routed': gets('/volumes', has(404)),
  'volumes-needs-region': gets('/volumes', has(400)),
  'volumes-body-not-json': gets('/volumes', ({ text }) => text.startsWith('vol_')),
  'volumes-unattached-left-out': lacks('/volumes', ({ reference }) => [reference.fixtures['volumeIds'] ?? []].flat()),
  'volumes-region-ignored': isSame('/volumes', 'region=no-such'),

  'list-content-type-html': gets('/instances', ({ headers }) => headers['content-type']?.includes('html') === true),
  'networks-content-type-missing': gets('/networks', ({ headers }) => headers['content-type'] === undefined),
  'error-content-type-text': gets('/no-such-path', ({ headers }) => headers['content-type']?.includes('text/plain') === true),
};
