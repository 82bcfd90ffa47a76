import { admissionTo } from '../../../contract/admission.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { type Digits, madeUpId } from '../../../generators/unknown-id.ts';
import { distinct } from '../../../model/json.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isAllowed, permissionsFor } from '../../kit/prerequisites.ts';
import { once, type Session } from '../../kit/session.ts';

/** What a call does that the document does not describe is unknown. */
const unknownEffect = { effect: 'destructive' } as const;

/** A path of the contract, at its read, else at the first of its operations, with methods that it does not have. */
type Path = Subject & { readonly operation: Operation; readonly methods: readonly string[] };

/**
 * Methods that change what they name. DELETE is never sent, and POST neither: it may begin something even without content. PUT replaces what it
 * names, so that it is sent only where the path names something made up.
 */
const changing = (path: string): readonly string[] => (path.includes('{') ? ['PATCH', 'PUT'] : ['PATCH']);

const paths = ({ operations }: Contract): Path[] =>
  distinct(operations.map(({ path }) => path)).flatMap((path) => {
    const all = operations.filter((one) => one.path === path);
    const operation = all.find(({ effect }) => effect === 'safe') ?? all[0];
    if (!operation) return [];
    const declared = all.map(({ method }) => method);
    const lacks = (method: string): boolean => !declared.includes(method);
    // A GET whose name describes a change may do so for HEAD too.
    const isRead = operations.some((one) => one.path === path && one.method === 'GET' && one.effect === 'safe');
    const head = isRead && lacks('HEAD') ? ['HEAD'] : [];
    return [
      at(operation.location, { operation, methods: [...head, ...['OPTIONS'].filter(lacks), ...changing(path).filter(lacks).slice(0, 1)] }),
    ];
  });

const isSafe = (method: string): boolean => method === 'HEAD' || method === 'OPTIONS';

/** A call of a path by a method that the contract does not describe, without content; ids in the path name nothing. */
const callBy = ({ contract, target, hex }: Session, operation: Operation, method: string): PlannedRequest => {
  const digits: Digits = (label, count) => hex(label, count);
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  return {
    operation: null,
    method,
    path: operation.path,
    pathValues: Object.fromEntries(inPath.map((one) => [one.name, madeUpId(contract, operation, one, digits)])),
    query: [],
    headers: [],
    credential: admissionTo(contract, operation, target).kind === 'passes' ? { kind: 'valid', name: 'key' } : { kind: 'none' },
    faults: [],
  };
};

/** A failure of the service itself: a method that it does not know is answered 501, and a gateway has 502 to 504 (RFC 9110, section 15.6). */
const isFailure = (status: number): boolean => status === 500 || status > 504;

export const otherMethodsRefused = defineProbe<Path, readonly Exchange[]>({
  id: 'http/other-methods-refused',
  title: 'A method that the document does not describe for a path is refused, and not answered as a failure of the server',
  why: 'A success hides from the client that nothing was done; a 5xx is sent again and again, and alarms the operators.',
  fix: 'Answer 405 with Allow where the path has other methods, before the request is looked at.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) => paths(contract).filter(({ methods }) => methods.length > 0),
  prerequisites: ({ operation }) => permissionsFor(operation),
  cost: ({ methods }) => ({ requests: methods.length, creates: 0 }),
  async run({ operation, methods }, session) {
    const sent: Exchange[] = [];
    for (const method of methods.filter((one) => isSafe(one) || isAllowed(unknownEffect, session.target)))
      sent.push(await once(session, callBy(session, operation, method)));
    return sent;
  },
  judge({ operation }, sent) {
    for (const exchange of sent) {
      const { method } = exchange.request;
      const status = statusOf(exchange) ?? 0;
      const isAccepted = !isSafe(method) && isSuccess(exchange);
      if (!isAccepted && !isFailure(status)) continue;
      const code = isAccepted ? 'other-method-accepted' : 'other-method-failed';
      const expected = `405 or another 4xx to ${method} ${operation.path}, which the document does not describe`;
      return unconfirmed(fail({ code, where: 'method', expected, actual: `status ${outcomeOf(exchange)}` }, [exchange]));
    }
    const answered = sent.filter((one) => statusOf(one) !== undefined && statusOf(one) !== 429);
    return answered.length > 0 ? pass(answered.length) : inconclusive('No such call was answered', sent);
  },
});
