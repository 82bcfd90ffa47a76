import { placeholdersIn } from '../../generators/placeholder.ts';
import { namesListed } from '../../generators/valid-request.ts';
import type { PlannedRequest } from '../../model/request.ts';

/** Does a request name nothing but what the run created: neither its path nor its body takes an id from a list. */
export const namesOwnAlone = (request: PlannedRequest): boolean =>
  !namesListed(request) && placeholdersIn(JSON.stringify(request.body ?? '')).every(({ use }) => use !== 'listed');
