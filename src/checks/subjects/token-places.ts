import { keyScheme } from '../../contract/credential-placement.ts';
import type { Contract } from '../../contract/model.ts';
import { openReads } from '../../contract/operation.ts';
import { below } from '../../contract/pointer.ts';
import { nodeOf, type Place } from '../../model/place.ts';
import { bearerPlaces } from './bearer-places.ts';
import { tokenOperations } from './token-operation.ts';

/** Operations that exchange a code for a token. */
export const exchangePlaces = (contract: Contract): Place[] => tokenOperations(contract).map(({ place }) => place);

/** Schemes of bearer credentials beside the one that the key has, at the reads that need nothing else. */
export const tokenPlaces = (contract: Contract): Place[] => {
  if (tokenOperations(contract).length === 0) return [];
  const first = keyScheme(contract.document);
  const own = first === undefined ? undefined : below('#', 'components', 'securitySchemes', first);
  return openReads(contract)
    .flatMap((operation) => bearerPlaces(contract, operation))
    .filter((place) => nodeOf(place) !== own);
};

/** Reads that an access token is for. */
export const tokenReadKeys = (contract: Contract): string[] => [
  ...new Set(tokenPlaces(contract).flatMap(({ operation }) => operation ?? [])),
];
