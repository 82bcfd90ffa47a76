import { z } from 'zod';
import type { SeededRandom } from '../kit/seeded-random.ts';
import type { Layer } from './call.ts';
import { isRegion, regions } from './catalogue.ts';
import type { Instance } from './instance.ts';
import { answerPlainList, plainQueryReader } from './plain-list.ts';
import type { Settings } from './settings.ts';

export type Volume = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly size_gb: number;
  /** Id of the instance that it is attached to. */
  readonly attached_to: string | null;
};

/** Volumes in the regions of the instances they are attached to. Every third is unattached. */
export const initialVolumes = (random: SeededRandom, count: number, instances: readonly Instance[]): Volume[] =>
  Array.from({ length: count }, (_, index) => {
    const owner = instances[index];
    return {
      id: `vol_${random.hex(10)}`,
      name: `volume-${String(index + 1).padStart(2, '0')}`,
      region: owner?.region ?? regions[index % regions.length] ?? regions[0],
      size_gb: 20 * (index + 1),
      attached_to: index % 3 === 2 || owner === undefined ? null : owner.id,
    };
  });

/** GET /volumes: block storage volumes, filtered by region and by attachment. */
export const listVolumes = (settings: Settings): Layer => {
  const { volumesShape: shape, volumeRegion, volumeForm, unknownRegion } = settings;
  const location = z.string().refine((name) => unknownRegion === 'nothing' || isRegion(name), 'Unknown region identifier');
  const filters = { region: location.optional(), location: z.string().optional(), attached: z.enum(['true', 'false']).optional() };
  const readQuery = plainQueryReader(filters, shape, settings);
  return (call) => {
    const { [volumeRegion]: region, attached, limit, cursor } = readQuery(call.query);
    const isChosen = (volume: Volume): boolean =>
      (region === undefined || volume.region === region) && (attached === undefined || String(volume.attached_to !== null) === attached);
    const page = { ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) };
    return answerPlainList(call, { name: 'volumes', shape, resources: call.state.cloud.volumes }, page, isChosen, (volume) =>
      volumeForm === 'whole' ? volume : { id: volume.id },
    );
  };
};
