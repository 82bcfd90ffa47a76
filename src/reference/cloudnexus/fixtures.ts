import { blockedRegion, images } from './catalogue.ts';
import type { Cloud } from './cloud.ts';

/**
 * The ids of existing resources of an account, by the names of a target's fixtures. A name that the account has no resource for
 * is absent.
 */
export const fixturesOf = ({ instances, networks, volumes, customImages, sshKeys }: Cloud): Readonly<Record<string, string | string[]>> => {
  const stopped = instances.find(({ lifecycle }) => lifecycle.kind === 'lasting' && lifecycle.status === 'stopped');
  const attached = volumes.find((volume) => volume.attached_to !== null);
  const loose = volumes.find((volume) => volume.attached_to === null);
  const volumeIds = [attached, loose].flatMap((volume) => (volume === undefined ? [] : [volume.id]));
  const network = networks.findLast(({ type }) => type === 'private');
  return {
    image: images[0],
    blockedRegion,
    ...(customImages[0] !== undefined && { customImage: customImages[0] }),
    ...(sshKeys[0] !== undefined && { sshKeyId: sshKeys[0] }),
    ...(stopped !== undefined && { stoppedInstanceId: stopped.id }),
    ...(network?.vpc_id && { vpcId: network.vpc_id, networkId: network.id }),
    ...(volumeIds.length > 0 && { volumeIds }),
  };
};
