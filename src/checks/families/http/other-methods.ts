import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { isOwnFailure } from '../../kit/own-failure.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import {
  describedMethods,
  gentlePaths,
  type HarmlessPath,
  ownResources,
  readAlone,
  prerequisitesAt,
  rare,
  requestAt,
} from '../../scenarios/calls/other-methods.ts';

/** The methods of a change, the one that takes a resource away last. */
const changing = ['POST', 'PATCH', 'PUT', 'DELETE'];

/** What a POST to a resource does that the document does not describe is unknown; the others are about the resource that they name. */
const effectOf = (method: string) => ({ effect: method === 'POST' ? 'destructive' : 'changes' }) as const;

/**
 * Methods that the document does not describe for a path: safe ones, and for a resource of the run those of a change. A service that does not know a safe
 * method may take it for a removal, so that no resource gets one.
 */
const methodsAt = (contract: Contract, { operation: { path }, resourceType, isReadAlone }: HarmlessPath): readonly string[] => {
  // One change without content, of what the run created: what is refused there is refused as every other change is.
  if (isReadAlone) return ['PUT'];
  const described = describedMethods(contract, path);
  return (resourceType ? changing : ['OPTIONS', rare]).filter((method) => !described.includes(method));
};

/** Does the document say that a method which a path does not have is answered 405: with a response, or in words. */
const saysNotAllowed = ({ document, operations }: Contract, path: string): boolean => {
  if (operations.some((one) => one.path === path && one.responses.some(({ status }) => status === '405'))) return true;
  const responses = valueAt(document, '#/components/responses');
  const info = valueAt(document, '#/info/description');
  return (
    (isObject(responses) && Object.keys(responses).some((name) => /^(?:405|method[_-]?not[_-]?allowed)$/i.test(name))) ||
    (typeof info === 'string' && /\b405\b/.test(info))
  );
};

type Tried = {
  readonly creation: Exchange | undefined;
  /** In their order; a request that failed was sent twice. */
  readonly sent: readonly Exchange[];
};

/** What a wrong answer is called, and what was right. */
type Wrong = { readonly code: string; readonly expected: string };

const wrongAnswer = (exchange: Exchange, sent: readonly Exchange[], saysSo: boolean): Wrong | undefined => {
  const { method } = exchange.request;
  const status = statusOf(exchange);
  if (isOwnFailure(exchange)) {
    const all = sent.filter((one) => one.request.method === method);
    return all.length > 1 && all.every(isOwnFailure)
      ? { code: 'other-method-failed', expected: `405 or another 4xx to ${method}, which the document does not describe there` }
      : undefined;
  }
  // Many handlers do not look at the method of a read, which harms nobody. 207 is the answer of whoever has this one.
  if (saysSo && method === rare && isSuccess(exchange) && status !== 207)
    return { code: 'other-method-accepted', expected: `405, 501 or another 4xx to ${method}, which the document does not describe` };
  // After a success the resource may be gone.
  const isServed = sent.slice(0, sent.indexOf(exchange)).every((one) => one.request.method === 'OPTIONS' || !isSuccess(one));
  return saysSo && status === 404 && method !== 'OPTIONS' && isServed
    ? { code: 'method-not-found', expected: `405, as the document says, to ${method}` }
    : undefined;
};

export const otherMethodsRefused = defineProbe<HarmlessPath, Tried>({
  id: 'http/other-methods-refused',
  title: 'A method that the document does not describe for a path is refused, and not answered as a failure of the server',
  why: 'A success hides from the client that nothing was done; a 5xx is sent again and again, and alarms the operators.',
  fix: 'Answer 405 with Allow where the path has other methods, before the request is looked at.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) =>
    [...gentlePaths(contract), ...ownResources(contract), ...readAlone(contract)].filter((path) => methodsAt(contract, path).length > 0),
  prerequisites: prerequisitesAt,
  cost: (path, { contract }) => ({ requests: methodsAt(contract, path).length * 2 + 1, creates: path.resourceType ? 1 : 0 }),
  async run(path, session) {
    const { by, creation } = await requestAt(session, path);
    const sent: Exchange[] = [];
    for (const method of by ? methodsAt(session.contract, path) : []) {
      if (!by || (changing.includes(method) && !isAllowed(effectOf(method), session.target))) continue;
      const first = await session.send(by(method));
      sent.push(first, ...(isOwnFailure(first) ? [await session.send(by(method))] : []));
    }
    return { creation, sent };
  },
  judge({ operation, isReadAlone }, { creation, sent }, { contract }) {
    // What is below a resource may not be there yet, which is a 404 by right.
    const saysSo = isReadAlone !== true && saysNotAllowed(contract, operation.path);
    for (const exchange of sent) {
      const wrong = wrongAnswer(exchange, sent, saysSo);
      if (wrong === undefined) continue;
      const { method } = exchange.request;
      const again = sent.filter((one) => one !== exchange && one.request.method === method);
      return fail({ ...wrong, where: 'method', actual: `status ${outcomeOf(exchange)} to ${method}` }, [exchange, ...again]);
    }
    const answered = sent.filter((one) => statusOf(one) !== undefined && statusOf(one) !== 429);
    if (answered.length > 0) return pass(answered.length);
    const all = [...(creation ? [creation] : []), ...sent];
    return inconclusive('No request by another method was answered, or nothing was created to try it on', all);
  },
});
