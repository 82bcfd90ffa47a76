import * as fc from 'fast-check';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, NotTried, type Subject } from '../../kit/define.ts';
import { isConfirmed } from '../../scenarios/calls/client-mistakes.ts';
import { queryValue } from '../../scenarios/calls/reads.ts';
import type { Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { queryBreachesIn } from './query-breaches.ts';
import { queryPrerequisites } from '../../subjects/numeric-parameters.ts';
import { judgeProperty, mostShrinkRequests, type PropertyRun, runProperty, type Trial, usualSamples } from './property.ts';

/** A read with query parameters that can be broken. */
type Read = Subject & { readonly operation: Operation };

export const anyQueryBreachSurvived = defineProbe<Read, PropertyRun>({
  id: 'properties/any-query-breach-survived',
  title: 'A query parameter that breaks its schema is never answered with a server error',
  why: 'Clients repeat what failed with a 5xx, so their mistake is sent again and again, and it alarms the people who run the service.',
  fix: 'Check each query parameter where it is read, and answer with the documented error response.',
  reads: 'errors.clientMistake',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    contract.operations
      .filter(({ effect, conventions }) => effect === 'safe' && conventions.errors?.clientMistake !== undefined)
      .filter(({ parameters }) => parameters.some((one) => one.in === 'query' && mayBeBroken(contract, one.schema)))
      .map((operation) => at(operation.location, { operation })),
  prerequisites: queryPrerequisites,
  cost: () => ({ requests: 3 * usualSamples + mostShrinkRequests, creates: 0 }),
  run({ operation }, session) {
    const all = queryBreachesIn(session.contract, operation);
    if (all.length === 0) throw new NotTried('not-applicable', `No query parameter of ${operation.key} can be broken`);
    const arb = fc.oneof(
      ...all.map(({ parameter, keyword, fault, texts }) => texts.map((value) => ({ parameter, keyword, fault, value }))),
    );
    return runProperty(session, {
      label: `query breaches of ${operation.key}`,
      arb,
      async attempt({ parameter, keyword, fault, value }, by) {
        const exchange = await by.run(queryValue, { operation: operation.key, parameter, value, fault });
        return judgeAnswer(by, exchange, { where: `query ${parameter}`, mistake: `${parameter}=${value}, which breaks ${keyword}` });
      },
    });
  },
  judge: (_subject, run) => judgeProperty(run),
});

/** Can a text break the schema: it allows no text, or it limits the text by one of these keywords. */
const mayBeBroken = (contract: Contract, schema: Schema): boolean => {
  const resolved = resolvedSchema(contract.document, schema);
  const types = typesOf(resolved);
  const isText = types.length === 0 || types.includes('string');
  return (
    !isText ||
    (typeof resolved !== 'boolean' && ['enum', 'const', 'pattern', 'maxLength'].some((keyword) => resolved[keyword] !== undefined))
  );
};

/** A server error is a breach where a valid read succeeds right after it and the same request fails again. */
const judgeAnswer = async (
  session: Session,
  first: Exchange,
  { where, mistake }: { readonly where: string; readonly mistake: string },
): Promise<Trial> => {
  const status = statusOf(first);
  if (status === undefined || status === 429) {
    return { kind: 'open', reason: `${mistake}, was answered ${outcomeOf(first)}`, exchanges: [first] };
  }
  if (status < 500) return { kind: 'holds' };
  const [read] = parameterlessReads(session.contract);
  const valid = read && (await session.send(smallRead(session, read)));
  const again = await session.send(first.request);
  if (isConfirmed({ first, valid, again })) {
    const finding = {
      code: 'server-error',
      where,
      expected: `a 4xx to ${mistake}`,
      actual: `status ${outcomeOf(first)}, and ${outcomeOf(again)} when repeated`,
    };
    return { kind: 'breaks', finding, exchanges: [first, again, ...(valid ? [valid] : [])] };
  }
  const between = valid ? outcomeOf(valid) : 'not possible';
  const reason = `${mistake}, got ${outcomeOf(first)}, then ${outcomeOf(again)}; the valid read in between was ${between}`;
  return { kind: 'open', reason, exchanges: [first, again, ...(valid ? [valid] : [])] };
};
