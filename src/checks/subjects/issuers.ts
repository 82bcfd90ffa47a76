import type { Contract } from '../../contract/model.ts';
import type { Place } from '../../model/place.ts';
import { resourcePlaces } from './resource-at.ts';

/** Operations whose answers hold a credential that they issue. */
export const issuers = (contract: Contract): Place[] => resourcePlaces(contract, 'create', ({ create }) => create?.issues === true);
