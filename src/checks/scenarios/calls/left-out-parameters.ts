import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isOwnParameter } from './broken-parameters.ts';

/** A required parameter, and the answer to a request without it. */
export type LeftOutParameter = { readonly parameter: Parameter; readonly exchange: Exchange };

/** Words by which a parameter may be left out after all, whatever `required` says. */
const mayBeAbsent =
  /\b(?:optional(?:ly)?|default(?:s|ed)?|(?:if|when|where|unless|may be|can be) (?:it is )?(?:\w+ )?(?:left out|omitted|absent|missing|empty|unset|not (?:given|sent|set|present|specified|provided)|(?:given|sent|set|present|specified|provided))|recommended|(?:leav(?:e|ing)|omit(?:ting|s)?) (?:it|this)\b|^(?:omit|leave (?:it )?(?:out|empty))|\bwithout (?:it|one|this (?:parameter|header|field)),? (?!(?:the )?(?:request|call|answer|it) (?:is|are)\b[^.;]{0,20}(?:refused|rejected|4\d\d)|4\d\d)|falls? back|assumed|if none|not (?:strictly )?(?:required|necessary|mandatory))\b/iu;

/** Does a document say in words that a parameter may be left out, or what it is then. */
const isDemandOpen = ({ document }: Pick<Contract, 'document'>, operation: Operation, parameter: Parameter): boolean => {
  const schema = resolvedSchema(document, parameter.schema);
  if (isObject(schema) && schema['default'] !== undefined) return true;
  const said = saidIn(valueAt(document, nodeOf(parameter.location))).flatMap(sentencesOf);
  const about = [...saidIn(valueAt(document, nodeOf(operation.location))), ...saidIn(document['info'])]
    .flatMap(sentencesOf)
    // A field that is optional elsewhere may be demanded here: the document says so of the parameter itself.
    .filter((sentence) => sentence.includes(parameter.name) && !/\b(?:mandatory|required|must)\b/iu.test(sentence));
  return [...said, ...about].some((sentence) => mayBeAbsent.test(sentence));
};

/** Header fields that choose a version or a language, for which services have one of their own. */
const hasOwnChoice = /(?:version|language|locale|timezone|time-zone|tenant-default|user-agent|client)/iu;

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
 * The query parameters and header fields that an operation requires (OpenAPI 3.1, Parameter Object, `required`), without those of writes that reads require as well, without the key, the fields of HTTP itself, those by which requests are
 * traced, and those that a text or a default lets be absent.
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
