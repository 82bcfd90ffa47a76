import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { hasDefault, tellsAbsence } from '../../../contract/infer/told-defaults.ts';
import { operationOf } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isOwnParameter } from './broken-parameters.ts';

/** A required parameter, and the answer to a request without it. */
export type LeftOutParameter = { readonly parameter: Parameter; readonly exchange: Exchange };

/** "Without it, the answer is 400": what is refused may not be left out. */
const isRefusedWithout = /\bwithout (?:it|one|this(?: (?:parameter|header|field))?)\b[^.;]*\b(?:refused|rejected|4\d\d)\b/iu;

/** Does a document say in words, or by a default, that a parameter may be left out whatever `required` says. */
const isDemandOpen = ({ document }: Pick<Contract, 'document'>, operation: Operation, parameter: Parameter): boolean => {
  const said = saidIn(valueAt(document, nodeOf(parameter.location))).flatMap(sentencesOf);
  const about = [...saidIn(valueAt(document, nodeOf(operation.location))), ...saidIn(document['info'])]
    .flatMap(sentencesOf)
    // A field that is optional elsewhere may be demanded here: the document says so of the parameter itself.
    .filter((sentence) => sentence.includes(parameter.name) && !/\b(?:mandatory|required|must)\b/iu.test(sentence));
  return (
    hasDefault(document, parameter.schema) ||
    [...said, ...about].some((sentence) => tellsAbsence(sentence) && !isRefusedWithout.test(sentence))
  );
};

/** Header fields that choose a version or a language, for which services have one of their own. */
const hasOwnChoice = /(?:version|language|locale|time-?zone|client)/iu;

/**
 * May a parameter of what changes something say where it does so, as reads require it as well: at which site or for which tenant. Without it, something is created or
 * changed somewhere else, where the same id names another resource.
 */
const saysWhere = ({ operations }: Pick<Contract, 'operations'>, { effect }: Operation, { in: where, name }: Parameter): boolean =>
  effect !== 'safe' &&
  operations.some(
    (one) =>
      one.effect === 'safe' &&
      one.parameters.some((its) => its.required && its.in === where && its.name.toLowerCase() === name.toLowerCase()),
  );

/**
 * The query parameters and header fields that an operation requires (OpenAPI 3.1, Parameter Object, `required`). Not those of writes that reads require as well, the key, the
 * fields of HTTP itself, those by which requests are traced, and those that a text or a default lets be absent.
 */
export const requiredParametersOf = (contract: Contract, operation: Operation): readonly Parameter[] =>
  operation.parameters.filter(
    (parameter) =>
      parameter.required &&
      isOwnParameter(contract, parameter) &&
      !(parameter.in === 'header' && hasOwnChoice.test(parameter.name)) &&
      !saysWhere(contract, operation, parameter) &&
      !isDemandOpen(contract, operation, parameter),
  );

const without = (request: PlannedRequest, { name, in: where }: Parameter): PlannedRequest => {
  const { parameters, ...rest } = request;
  const others = parameters?.filter((one) => one.in !== where || one.name !== name);
  const isOther = ([one]: readonly [string, string]): boolean => one.toLowerCase() !== name.toLowerCase();
  return {
    ...rest,
    ...(others === undefined ? {} : { parameters: others }),
    ...(where === 'query' ? { query: rest.query.filter(([one]) => one !== name) } : { headers: rest.headers.filter(isOther) }),
    faults: ['parameter-missing'],
  };
};

/** Requests that each lack one required parameter, until one is accepted. */
export const leftOutParameters = defineScenario<{ readonly operation: string }, readonly LeftOutParameter[]>({
  id: 'left-out-parameters',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const tried: LeftOutParameter[] = [];
    for (const parameter of requiredParametersOf(session.contract, operation)) {
      const exchange = await orSkipped(session.send(without(usableRequest(session, operation, `left-out-${tried.length}`), parameter)));
      if (isSkipped(exchange)) break;
      tried.push({ parameter, exchange });
      if (isSuccess(exchange)) break;
    }
    return tried;
  },
});
