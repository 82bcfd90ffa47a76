import type { Ask } from '../client.ts';
import { create, good, newId, read, traversal } from './symptoms.ts';
import type { Symptoms } from './symptoms.ts';

const short = 'n'.repeat(36);
const long = 'n'.repeat(37);
const regionOf = async (ask: Ask, name: string): Promise<unknown> => (await create(ask, { ...good, name })).json['region'];

/** Symptoms of defects that show only for some values of a creation, by slug. */
export const wholeBodySymptoms: Symptoms = {
  'list-omits-long-names': async (ask) => {
    const [listed, omitted] = [await newId(ask, { ...good, name: short }), await newId(ask, { ...good, name: long })];
    const ids = (await traversal(ask, '/v1/projects', 'limit=100')).flat();
    return ids.includes(listed) && !ids.includes(omitted) && (await read(ask, omitted))['name'] === long;
  },
  'retrieve-cuts-long-names': async (ask) => {
    const { json } = await create(ask, { ...good, name: long });
    return json['name'] === long && (await read(ask, String(json['id'])))['name'] === short;
  },
  'long-name-loses-region': async (ask) => (await regionOf(ask, long)) === 'eu-central-1' && (await regionOf(ask, short)) === good.region,
};
