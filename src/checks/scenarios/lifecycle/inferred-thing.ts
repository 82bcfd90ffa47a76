import { inferredNamed } from '../../../contract/infer/covering.ts';
import { createdThing, type PathValues } from '../../../contract/infer/created-thing.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

type Parameters = {
  /** Name of a kind of thing that the structure of the document shows. */
  readonly resource: string;
  readonly use: 'known' | 'spare';
  /** The operation that may change or remove it; null where it serves everybody who only reads. */
  readonly for: string | null;
};

/** A word of letters and digits for an operation, so that it can stand in a name over there. */
const labelOf = (operation: string): string =>
  operation
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');

/**
 * A thing of an inferred kind that the run makes: one for all who read it, and one for each operation that changes or removes it. Gives the values of the
 * parameters in its path.
 * @throws {NotTried} where it could not be made, or nothing tells which one it is.
 */
export const inferredThing = defineMeasurement<Parameters, PathValues>({
  id: 'inferred-thing',
  async run(session, { resource: name, use, for: operation }) {
    const resource = inferredNamed(session.contract, name);
    if (!resource) throw new NotTried('unsupported', `The document shows no kind of thing at ${name}`);
    const purpose = operation === null ? 'thing' : `for-${labelOf(operation)}`;
    const creation = await session.send(usableRequest(session, resource.create, purpose));
    if (!isSuccess(creation))
      throw new NotTried(
        'missing-prerequisite',
        `A thing of ${name} ${use === 'spare' ? 'to change ' : ''}could not be made: ${resource.create.key} was answered ${outcomeOf(creation)}`,
      );
    const thing = createdThing(resource, creation, session.target.baseUrl);
    if (thing.kind === 'unknown') throw new NotTried('missing-prerequisite', `Which thing was made is not told: ${thing.why}`);
    return thing.pathValues;
  },
});
