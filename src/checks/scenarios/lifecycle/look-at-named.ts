import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import type { Operation } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { readOfOne } from '../../subjects/own-resources.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** Most resources that are read because one names them. */
const most = 3;

/**
 * Reads what a resource names by the members of the body of its creation, where that has a path of its own: an action on the one may change the other, and nobody else may
 * look at that before it is changed again. The checks that judge every answer judge these.
 */
export const lookAtNamed = async (session: Session, create: Operation, resource: Resource): Promise<void> => {
  const { contract } = session;
  const named = bodyMembers(contract, create).flatMap(({ name }) => {
    const type = referenceAt(contract, create, [name])?.resourceType;
    const id = idText(resource[name]);
    const read = type && readOfOne(contract, type);
    return !type || id === undefined || !read || parametersIn(itemOf(type).path).length !== 1 ? [] : [{ read, id }];
  });
  for (const { read, id } of named.slice(0, most))
    await orSkipped((async () => session.send(usableRequest(session, read, 'named', { pathValues: inPath(read.path, [id]) })))());
};
