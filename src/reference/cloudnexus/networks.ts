import { z } from 'zod';
import type { SeededRandom } from '../kit/seeded-random.ts';
import type { Layer } from './call.ts';
import { refuse } from './call.ts';
import { environments } from './catalogue.ts';
import { answerPlainList, plainQueryReader } from './plain-list.ts';
import type { Settings } from './settings.ts';

/** A VPC, or a private network in one. */
export type Network = {
  readonly id: string;
  readonly type: 'vpc' | 'private';
  readonly name: string;
  /** The parent; a VPC has none. */
  readonly vpc_id: string | null;
  /** The tag that the filter environment compares, if there is one. */
  readonly environment: string | null;
  readonly cidr: string;
};

const networksPerVpc = 3;
const tags = [...environments, null];

/** Networks for the start: VPCs, each followed by its private networks. Every third has no environment. */
export const initialNetworks = (random: SeededRandom, count: number): Network[] => {
  const networks: Network[] = [];
  let vpc = '';
  for (let index = 0; index < count; index += 1) {
    const [block, location] = [Math.floor(index / (networksPerVpc + 1)), index % (networksPerVpc + 1)];
    const isVpc = location === 0;
    const id = `${isVpc ? 'vpc' : 'net'}_${random.hex(10)}`;
    if (isVpc) vpc = id;
    networks.push({
      id,
      type: isVpc ? 'vpc' : 'private',
      name: isVpc ? `vpc-${block + 1}` : `private-${block + 1}-${location}`,
      vpc_id: isVpc ? null : vpc,
      environment: tags[index % tags.length] ?? null,
      cidr: isVpc ? `10.${block}.0.0/16` : `10.${block}.${location}.0/24`,
    });
  }
  return networks;
};

/** GET /networks: private networks and VPCs, filtered by their VPC and by environment. */
export const listNetworks = (settings: Settings): Layer => {
  const { networksShape: shape, networkForm, unknownVpc, unknownEnvironment } = settings;
  const isEnvironment = (name: string): boolean => environments.some((environment) => environment === name);
  const environmentRead = z
    .string()
    .refine((name) => unknownEnvironment === 'nothing' || isEnvironment(name), `Must be one of ${environments.join(', ')}`);
  const readQuery = plainQueryReader({ vpc_id: z.string().optional(), environment: environmentRead.optional() }, shape, settings);
  return (call) => {
    const { networks } = call.state.cloud;
    const { vpc_id: vpc, environment, ...page } = readQuery(call.query);
    if (vpc !== undefined && unknownVpc !== 'nothing' && !networks.some(({ id }) => id === vpc)) {
      const faults = [{ field: 'vpc_id', message: 'No such VPC' }];
      return refuse(unknownVpc, 'unknown-vpc', 'Unknown VPC', { faults });
    }
    const isChosen = (network: Network): boolean =>
      (vpc === undefined || network.vpc_id === vpc) && (environment === undefined || network.environment === environment);
    return answerPlainList(call, { name: 'networks', shape, resources: networks }, page, isChosen, (network) =>
      networkForm === 'object' ? network : network.id,
    );
  };
};
