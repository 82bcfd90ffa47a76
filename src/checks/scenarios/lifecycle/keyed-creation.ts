import { freshText } from '../../../generators/fresh-text.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import type { Keyed } from '../../subjects/keyed-creations.ts';

/**
 * A creation with a fresh key.
 * @throws {NotTried} where no value suits the parameter.
 */
export const keyedRequest = (session: Session, { operation, parameter }: Keyed, purpose: string): PlannedRequest => {
  const key = freshText(session.contract.document, parameter.schema, session.fresh(purpose));
  if (key === undefined) throw new NotTried('not-applicable', `assay cannot make a fresh value for "${parameter.name}"`);
  const request = requestAsSet(session, { operation: operation.key, settings: [], purpose });
  const others = request.headers.filter(([name]) => name.toLowerCase() !== parameter.name.toLowerCase());
  return { ...request, headers: [...others, [parameter.name, key] as const] };
};
