import { exportedFor } from '../../../contract/infer/exported.ts';
import { coveredBy, coveredByLasting, itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { formMembers } from '../../../generators/body-members.ts';
import { memberValue } from '../../../generators/member-value.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { plainRead } from '../calls/reads.ts';
import { inferredResource } from './inferred-resource.ts';

/** What a read gives out of a resource of the run; where the run has none, of what the read shows by itself. */
const givenOut = async (session: Session, read: Operation): Promise<Exchange> => {
  const { contract, target } = session;
  const type = [...coveredBy(contract, read).values(), ...coveredByLasting(contract, read).values()].at(-1)?.resourceType;
  const own = await orSkipped(
    (async () => {
      if (!type || !isAllowed(type.create, target)) return undefined;
      const values = await session.run(inferredResource, { resourceType: type.name, use: 'known', for: null });
      return session.send(
        usableRequest(session, read, 'given-out', { pathValues: inPath(read.path, valuesAlong(itemOf(type).path, values)) }),
      );
    })(),
  );
  return own === undefined || isSkipped(own) || !isSuccess(own) ? session.run(plainRead, { operation: read.key }) : own;
};

const turns = defineScenario<null, { count: number }>({ id: 'turns-of-imports', run: async () => ({ count: 0 }) });

/**
 * A form that takes in a file which another operation gives out, with what that gives out in place of a file of ours, and under a new name where the form has a member for that.
 * Any other request as it is, and one with a mistake on purpose.
 */
export const withGivenOut = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const { contract } = session;
  const { body, faults, madeUp = [] } = request;
  const operation = operationWith(contract, request.operation);
  if (!operation || body?.kind !== 'form' || faults.length > 0) return request;
  const exported = exportedFor(contract, operation);
  if (!exported || !madeUp.includes(exported.file)) return request;
  const { read, file, renaming } = exported;
  const given = await orSkipped(givenOut(session, read));
  const content = isSkipped(given) || !isSuccess(given) ? undefined : jsonOf(given);
  if (!isObject(content)) return request;
  const known = await session.run(turns, null);
  known.count += 1;
  const member = formMembers(contract, operation).find(({ name }) => name === renaming);
  const named = member && memberValue(operation, member, makingFor(session, `given-out-${known.count}`), 'fresh');
  const name = member && named?.kind === 'value' ? { [member.name]: named.value } : {};
  return {
    ...request,
    body: {
      ...body,
      value: { ...body.value, ...name, [file]: content },
      members: { ...body.members, [file]: { contentType: 'application/json', fileName: `${file}.json` } },
    },
    madeUp: [...new Set([...madeUp, ...Object.keys(name)])],
  };
};
