import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import { holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { Mover } from '../../subjects/lives.ts';
import { outcomeCondition } from '../../subjects/outcome-conditions.ts';

/** So many are created at most to reach a sum. */
const mostAdded = 3;

/**
 * Adds below a resource of the run what it needs so that a move ends in the state that is wanted: pledges of a campaign up to its goal. What is refused is left. Nothing is sent where no
 * text says so.
 */
export const reachSum = async (session: Session, type: AnyInferred, values: PathValues, mover: Mover): Promise<void> => {
  const { contract, target } = session;
  const needed = outcomeCondition(contract, type, mover);
  if (!needed || !isAllowed(needed.add, target)) return;
  const { read, sum, limit, add, amount } = needed;
  const own = valuesAlong(itemOf(type).path, values);
  const schema = resolvedSchema(contract.document, bodyMembers(contract, add).find(({ name }) => name === amount)?.schema ?? true);
  const bounds = isObject(schema) ? schema : {};
  for (let turn = 0; turn < mostAdded; turn += 1) {
    const shown = await orSkipped(
      (async () => session.send(usableRequest(session, read, 'sum', { pathValues: inPath(read.path, own) })))(),
    );
    const resource = isSkipped(shown) || !isSuccess(shown) ? undefined : resourceIn(jsonOf(shown));
    const [now, wanted] = [resource?.[sum], resource?.[limit]];
    if (typeof now !== 'number' || typeof wanted !== 'number' || now >= wanted) return;
    const [least, most] = ['minimum', 'maximum'].map((bound) => valueAt(bounds, `/${bound}`));
    const open = Math.max(wanted - now, typeof least === 'number' ? least : 0);
    const added = typeof most === 'number' ? Math.min(open, most) : open;
    const sent = await orSkipped(
      (async () => {
        const request = usableRequest(session, add, `sum-${turn}`, { pathValues: inPath(add.path, own) });
        const body = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
        return session.send({ ...request, body: askedBody(add, { ...body, [amount]: added }) });
      })(),
    );
    if (isSkipped(sent) || !isSuccess(sent)) return;
  }
};
