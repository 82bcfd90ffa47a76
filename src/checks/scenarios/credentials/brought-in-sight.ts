import type { AnyInferred } from '../../../contract/infer/covering.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { CredentialName } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type OnOwn, valuesFor } from '../../subjects/own-resources.ts';
import { brought, createOwn, type Own, type Way } from './made-to-try.ts';

/** So many states are tried, at most, in which a caller may see a resource that is hidden from it at first. */
export const mostWaysOn = 3;

/** A creation, the actions on the way, and a look. */
export const requestsOfSight = 6;

/**
 * Brings a new resource to a state in which a caller sees it, with the key: a draft is published. Before that, an answer that nothing is there says nothing of what the
 * caller may do.
 */
export const broughtInSight = async (
  session: Session,
  resourceType: AnyInferred,
  {
    who,
    reading,
    one,
    ways,
  }: { readonly who: CredentialName; readonly reading: OnOwn; readonly one: OnOwn; readonly ways: readonly Way[] },
): Promise<{ readonly own: Own; readonly way: Way } | undefined> => {
  for (const [index, way] of ways.slice(0, mostWaysOn).entries()) {
    const purpose = `sighted-${who}-${one.operation.method.toLowerCase()}-${one.operation.path.split('/').at(-1) ?? ''}-${index}`;
    const own = await brought(session, await createOwn(session, resourceType, purpose, true), way, one.operation);
    const there = own.values && valuesFor(reading, own.values);
    if (there === undefined) return undefined;
    const seen = await orSkipped(
      session.send({
        ...usableRequest(session, reading.operation, 'sight', { pathValues: there }),
        credential: { kind: 'valid', name: who },
      }),
    );
    if (!isSkipped(seen) && isSuccess(seen)) return { own, way };
  }
  return undefined;
};
