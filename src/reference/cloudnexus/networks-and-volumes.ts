import { z } from 'zod';
import type { Layer } from './call.ts';
import { refuse } from './call.ts';
import { environments } from './catalogue.ts';
import type { Settings } from './settings.ts';

const networkQuery = z.object({ vpc_id: z.string(), environment: z.enum(environments) }).partial();
const volumeQuery = z.object({ region: z.string() }).partial();

const read = <Schema extends z.ZodType>(schema: Schema, query: unknown): z.infer<Schema> => {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
  return refuse(400, 'malformed-query', 'Malformed query parameters', { faults });
};

/** GET /networks: the whole list, limited to a VPC and an environment. */
export const listNetworks =
  ({ networksShape }: Settings): Layer =>
  (call) => {
    const { vpc_id: vpc, environment } = read(networkQuery, call.query);
    const networks = call.state.cloud.networks.filter(
      (network) => (vpc === undefined || network.vpc_id === vpc) && (environment === undefined || network.environment === environment),
    );
    call.status = 200;
    call.body = networksShape === 'array' ? networks : { data: networks };
  };

/** GET /volumes: the whole list, limited to a region. */
export const listVolumes =
  ({ volumesShape }: Settings): Layer =>
  (call) => {
    const { region } = read(volumeQuery, call.query);
    const volumes = call.state.cloud.volumes.filter((volume) => region === undefined || volume.region === region);
    call.status = 200;
    call.body = volumesShape === 'named' ? { volumes } : { data: volumes };
  };
