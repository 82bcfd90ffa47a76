import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isErrorInSuccess } from '../../kit/error-in-success.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { once } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** A text that is no number, no UUID and no word of any list. */
const malformed = 'ct-no-such';

/** `isType`: no text at all is one, whatever else its schema says. */
type Broken = { readonly parameter: Parameter; readonly what: string; readonly isType: boolean };

/** What of its schema such a text breaks; undefined where it may be an id. */
const breachOf = ({ document }: Contract, { schema }: Parameter): Omit<Broken, 'parameter'> | undefined => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved)) return undefined;
  const types = typesOf(resolved).filter((type) => type !== 'null');
  if (types.length > 0 && types.every((type) => type === 'integer' || type === 'number')) return { what: 'no number', isType: true };
  if (resolved['format'] === 'uuid') return { what: 'no UUID', isType: true };
  if (mayBeSent(document, schema, malformed)) return undefined;
  if (Array.isArray(resolved['enum'])) return { what: 'no listed value', isType: false };
  return typeof resolved['pattern'] === 'string' ? { what: 'no text of its pattern', isType: false } : undefined;
};

type Read = Subject & { readonly operation: Operation; readonly broken: readonly Broken[] };

type Tried = Broken & { readonly value: string; readonly exchange: Exchange };

/** Letters behind an id that exists: a program that reads a number from the beginning of a text finds the resource. */
const behind = 'ct';

export const malformedIdRefused = defineReadProbe<Read, readonly Tried[]>({
  id: 'errors/malformed-id-refused',
  title: 'A read by a value in its path that breaks the schema of the parameter is refused',
  why: 'A success for something that cannot exist looks like an empty answer, and hides the mistake of the caller.',
  fix: 'Check the values in a path by their documented type, list and form, and answer 404 or 400.',
  over: (contract) =>
    contract.operations
      .filter(({ method, effect, conventions }) => method === 'GET' && effect === 'safe' && conventions.stream === undefined)
      .filter(({ responses }) => responses.some(({ status }) => ['400', '404', '422', '4XX'].includes(status)))
      .map((operation) => {
        const broken = operation.parameters.flatMap((parameter): Broken[] => {
          const what = parameter.in === 'path' ? breachOf(contract, parameter) : undefined;
          return what === undefined ? [] : [{ parameter, ...what }];
        });
        return at(operation.location, { operation, broken });
      })
      .filter(({ broken }) => broken.length > 0),
  requests: ({ broken }) => 2 * broken.length + 1,
  async run({ operation, broken }, session) {
    const tried: Tried[] = [];
    for (const one of broken) {
      const request = usableRequest(session, operation, 'malformed', { pathValues: { [one.parameter.name]: malformed } });
      const exchange = await orSkipped(once(session, { ...request, faults: ['unknown-id'] }));
      if (!isSkipped(exchange)) tried.push({ ...one, value: malformed, exchange });
    }
    const { document } = session.contract;
    const known = await orSkipped(once(session, usableRequest(session, operation, 'longer-id')));
    if (isSkipped(known) || !isSuccess(known)) return tried;
    for (const one of broken) {
      const { parameter } = one;
      const id = known.request.pathValues[parameter.name];
      const value = `${id}${behind}`;
      if (id === undefined || (!one.isType && mayBeSent(document, parameter.schema, value))) continue;
      const request = {
        ...known.request,
        pathValues: { ...known.request.pathValues, [parameter.name]: value },
        faults: ['unknown-id' as const],
      };
      const exchange = await orSkipped(once(session, request));
      if (!isSkipped(exchange)) tried.push({ ...one, value, exchange });
    }
    return tried;
  },
  judge(_subject, tried, { contract }) {
    const accepted = tried.find(({ exchange }) => isSuccess(exchange) && !isErrorInSuccess(exchange, contract));
    if (accepted) {
      const { parameter, what, value, exchange } = accepted;
      const expected = `a 4xx to "${value}", which is ${what}`;
      const finding = { code: 'malformed-id-accepted', where: `path ${parameter.name}`, expected, actual: `status ${outcomeOf(exchange)}` };
      return unconfirmed(fail(finding, [exchange]));
    }
    const refused = tried.filter(({ exchange }) => (statusOf(exchange) ?? 0) >= 400 && (statusOf(exchange) ?? 0) < 500);
    const sent = tried.map(({ exchange }) => exchange);
    return refused.length > 0 ? pass(refused.length) : inconclusive(`No such read was refused: ${sent.map(outcomeOf).join(', ')}`, sent);
  },
});
