import type { Ask } from './client.ts';
import { create, items, made, read } from './cloudplatform-io-client.ts';
import type { Symptom } from './symptoms.ts';

const [first, second] = ['us-east-1', 'eu-west-1'] as const;
const short = 'n'.repeat(36);
const long = 'n'.repeat(37);
const statusIn = async (ask: Ask, region: string): Promise<number> => (await create(ask, { name: short, region })).status;
const readIn = async (ask: Ask, region: string): Promise<number> => (await read(ask, await made(ask, { name: short, region }))).status;
const regionOf = async (ask: Ask, name: string): Promise<unknown> => (await create(ask, { name, region: second })).json['region'];

/** Symptoms of defects that show only for some values of a creation, by slug. */
export const wholeBodySymptoms: Readonly<Record<string, Symptom>> = {
  'list-cuts-long-names': async (ask) => {
    const id = await made(ask, { name: long });
    const item = (await items(ask, 'per_page=100')).find((one) => one['id'] === id);
    return item?.['name'] === short && (await read(ask, id)).json['name'] === long;
  },
  'second-region-answers-200': async (ask) => (await statusIn(ask, second)) === 200 && (await statusIn(ask, first)) === 201,
  'second-region-read-404': async (ask) => (await readIn(ask, second)) === 404 && (await readIn(ask, first)) === 200,
  'long-name-loses-region': async (ask) => (await regionOf(ask, long)) === first && (await regionOf(ask, short)) === second,
};
