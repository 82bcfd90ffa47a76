import type { Contract } from '../../contract/model.ts';
import type { Stream } from '../../contract/x-assay/surroundings.ts';
import type { Place } from '../../model/place.ts';

/** The operations whose answer is a stream of which so much is said. */
export const streamPlaces = (contract: Contract, says: (stream: Stream) => unknown = () => true): Place[] =>
  contract.operations.filter(({ conventions: { stream } }) => stream !== undefined && says(stream) !== undefined).map(({ place }) => place);
