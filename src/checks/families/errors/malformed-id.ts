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

type Broken = { readonly parameter: Parameter; readonly what: string };

/** What of its schema such a text breaks; undefined where it may be an id. */
const breachOf = ({ document }: Contract, { schema }: Parameter): string | undefined => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved)) return undefined;
  const types = typesOf(resolved).filter((type) => type !== 'null');
  if (types.length > 0 && types.every((type) => type === 'integer' || type === 'number')) return 'no number';
  if (resolved['format'] === 'uuid') return 'no UUID';
  if (mayBeSent(document, schema, malformed)) return undefined;
  if (Array.isArray(resolved['enum'])) return 'no listed value';
  return typeof resolved['pattern'] === 'string' ? 'no text of its pattern' : undefined;
};

type Read = Subject & { readonly operation: Operation; readonly broken: readonly Broken[] };

type Tried = Broken & { readonly exchange: Exchange };

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
          return what === undefined ? [] : [{ parameter, what }];
        });
        return at(operation.location, { operation, broken });
      })
      .filter(({ broken }) => broken.length > 0),
  requests: ({ broken }) => broken.length,
  async run({ operation, broken }, session) {
    const tried: Tried[] = [];
    for (const one of broken) {
      const request = usableRequest(session, operation, 'malformed', { pathValues: { [one.parameter.name]: malformed } });
      const exchange = await orSkipped(once(session, { ...request, faults: ['unknown-id'] }));
      if (!isSkipped(exchange)) tried.push({ ...one, exchange });
    }
    return tried;
  },
  judge(_subject, tried, { contract }) {
    const accepted = tried.find(({ exchange }) => isSuccess(exchange) && !isErrorInSuccess(exchange, contract));
    if (accepted) {
      const { parameter, what, exchange } = accepted;
      const expected = `a 4xx to "${malformed}", which is ${what}`;
      const finding = { code: 'malformed-id-accepted', where: `path ${parameter.name}`, expected, actual: `status ${outcomeOf(exchange)}` };
      return unconfirmed(fail(finding, [exchange]));
    }
    const refused = tried.filter(({ exchange }) => (statusOf(exchange) ?? 0) >= 400 && (statusOf(exchange) ?? 0) < 500);
    const sent = tried.map(({ exchange }) => exchange);
    return refused.length > 0 ? pass(refused.length) : inconclusive(`No such read was refused: ${sent.map(outcomeOf).join(', ')}`, sent);
  },
});
