import { coveredBy, itemOf } from '../../../contract/infer/covering.ts';
import { parametersIn, inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { momentBeside, statedActionOf, stateOf } from '../../subjects/stated-actions.ts';
import { isGivenUp, isUnderWay } from '../../subjects/tasks.ts';
import { onOwnResource } from '../../subjects/own-resources.ts';
import { plainRead } from '../calls/reads.ts';
import { inferredResource } from './inferred-resource.ts';
import { withResources } from './references.ts';
import { until } from './until.ts';

/** An action whose answer shows a state, with reads before and after it. */
export type StatedAct = {
  /** A read of the resource before the action, or of a new one that nothing acted on. */
  readonly fresh: Exchange;
  readonly action: Exchange;
  /** Reads of the resource that was acted on. */
  readonly reads: readonly Exchange[];
  /** The same action again. */
  readonly again: Exchange | undefined;
  /** A read some time after a work was given up that went on by itself before. */
  readonly later: Exchange | undefined;
};

/** After so long a work that was given up is looked at once more, in milliseconds. */
const laterMs = 3000;

/** How long a read may show the old state, in milliseconds. */
const patience = 5000;

/** The path to a resource that the run creates for an action alone; undefined where the document shows no way to create one. */
const ownPath = async (
  session: Session,
  operation: Operation,
): Promise<{ of(asked: Operation): { readonly pathValues: Readonly<Record<string, string>> } } | undefined> => {
  const covering = [...coveredBy(session.contract, operation).values()].at(-1);
  const resourceType = covering?.resourceType ?? onOwnResource(session.contract, operation)?.resourceType;
  if (!resourceType) return undefined;
  const made = await orSkipped(
    session.run(inferredResource, { resourceType: resourceType.name, use: 'spare', for: operation.key, turn: 'acted' }),
  );
  if (isSkipped(made)) return undefined;
  const values = valuesAlong(itemOf(resourceType).path, made);
  return { of: ({ path }) => ({ pathValues: inPath(path, values) }) };
};

/** Acts on a resource, one that the run created for that where it can, and reads it before and after. */
export const statedAct = defineScenario<{ readonly action: string }, StatedAct>({
  id: 'stated-act',
  async run(session, { action: key }) {
    const { operation, read, state } = statedActionOf(session.contract, key);
    const own = await ownPath(session, operation);
    const fresh = own
      ? await session.send(usableRequest(session, read, 'acted', own.of(read)))
      : await session.run(plainRead, { operation: read.key });
    const action = own
      ? await session.send(await withResources(session, usableRequest(session, operation, 'acted', own.of(operation))))
      : await session.run(plainRead, { operation: operation.key });
    const shown = stateOf(action, state);
    if (shown === undefined || shown === stateOf(fresh, state)) return { fresh, action, reads: [], again: undefined, later: undefined };
    const names = parametersIn(read.path);
    const values = parametersIn(operation.path).flatMap((name, n) => {
      const [wanted, value] = [names[n], action.request.pathValues[name]];
      return wanted === undefined || value === undefined ? [] : [[wanted, value] as const];
    });
    const moment = momentBeside(session.contract, operation, { read, state });
    const reads: Exchange[] = [];
    await until(session, { withinMs: patience, why: 'a read is to show the state' }, async () => {
      const answer = await session.send(usableRequest(session, read, 'acted', { pathValues: Object.fromEntries(values) }));
      reads.push(answer);
      // A job may write the moment.
      const isDated = moment === undefined || valueAt(jsonOf(answer), moment) !== null;
      return stateOf(answer, state) === stateOf(fresh, state) || !isDated ? undefined : true;
    });
    // Whether a repetition is refused depends on the API; that it is no failure of the server is judged of every answer.
    const again = await session.send(
      await withResources(session, usableRequest(session, operation, 'again', { pathValues: action.request.pathValues })),
    );
    const isWork = isGivenUp(shown.toLowerCase()) && isUnderWay(stateOf(fresh, state) ?? '');
    if (!isWork || stateOf(reads.at(-1), state) !== shown) return { fresh, action, reads, again, later: undefined };
    const left = action.sentAt + action.tookMs + laterMs - session.now();
    if (left > 0) await session.pause(left, 'what was given up is to stay so');
    const later = await session.send(usableRequest(session, read, 'given-up', { pathValues: Object.fromEntries(values) }));
    return { fresh, action, reads, again, later };
  },
});
