import { createdResource } from '../../../contract/infer/created-resource.ts';
import { joinedBefore } from '../../../contract/infer/joined-before.ts';
import { inPath, parametersIn, pathAbove, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Id } from '../../../generators/filled-value.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { broughtToOne } from './needed-state.ts';

/** Joins two things, once for each two, and brings that to the state that is asked for; what is refused is left, as it may be there already. */
const joined = defineScenario<{ readonly operation: string; readonly above: readonly string[]; readonly id: Id }, null>({
  id: 'joined-first',
  async run(session, { operation, above, id }) {
    const { contract, target } = session;
    const needed = joinedBefore(contract, operationOf(contract, operation));
    if (!needed) return null;
    const { create } = needed.type;
    const creation = await orSkipped(
      (async () => {
        const request = usableRequest(session, create, `joined-${String(id)}-${above.at(-1) ?? ''}`, {
          pathValues: inPath(create.path, above),
        });
        const { body } = request;
        if (!holdsValue(body) || !isObject(body.value)) return undefined;
        return session.send({ ...request, body: withValue(body, { ...body.value, [needed.member]: id }) });
      })(),
    );
    if (creation === undefined || isSkipped(creation) || !isSuccess(creation)) return null;
    const made = createdResource(needed.type, creation, target.baseUrl);
    if (made.kind === 'known' && needed.state !== undefined)
      await orSkipped(broughtToOne(session, needed.type, made.pathValues, [needed.state]).then(() => null));
    return null;
  },
});

/**
 * Before something is created below a resource of the run: joins that and what the body names, where the document asks for it ("of pupils whose enrolment is confirmed"). Only
 * where everything in the path is the run's own, and the target allows what names things by a list.
 * @param planned The request as it was before its placeholders were filled.
 */
export const joinFirst = async (session: Session, planned: PlannedRequest, request: PlannedRequest): Promise<void> => {
  const { contract, target } = session;
  const operation = operationWith(contract, request.operation);
  const needed = operation && joinedBefore(contract, operation);
  if (!operation || !needed || !target.allow.includes('destructive') || !isAllowed(needed.type.create, target)) return;
  const isOwn = Object.values(planned.pathValues).every((text) => !placeholdersIn(text).some(({ use }) => use === 'listed'));
  const { body } = request;
  if (!isOwn || !holdsValue(body) || !isObject(body.value)) return;
  const id = body.value[needed.named];
  const values = valuesAlong(operation.path, request.pathValues).slice(0, parametersIn(pathAbove(needed.type.create.path)).length);
  const isKnown = (typeof id === 'string' || typeof id === 'number') && placeholdersIn(String(id)).length === 0 && id !== '';
  if (!isKnown || values.some((one) => one === '' || placeholdersIn(one).length > 0)) return;
  await session.run(joined, { operation: operation.key, above: values, id });
};
