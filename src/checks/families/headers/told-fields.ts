import { isAsked } from '../../../contract/infer/common-parameters.ts';
import { headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { endsInParameter, parametersIn } from '../../../contract/infer/path-template.ts';
import { escapeToken, isObject, valueAt } from '../../../contract/pointer.ts';
import { uuidFor } from '../../../generators/fresh-name.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { defineRule, legible, line } from '../../kit/http-rule.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { smallRead } from '../../requests/small-read.ts';
import { callWithoutCredential, unauthenticatedRequest } from '../../requests/unauthenticated-request.ts';
import { echoedFields, toldField } from '../../subjects/told-fields.ts';

/** Refusals that the service itself gives. What is malformed may be refused before it. */
const ofService: ReadonlySet<number> = new Set([401, 403, 404, 409, 412, 422]);

/** Is a status one of an answer that the service itself gives, and nothing before it. */
export const isOfService = (status: number): boolean => (status >= 200 && status < 400) || ofService.has(status);

export const toldFieldOnEvery = defineRule({
  id: 'headers/told-field-on-every-answer',
  title: 'A field that identifies a request is on every answer, where the introduction says so',
  why: 'Whoever reports a failure is asked for the id, and has none.',
  fix: 'Set the field in the layer that all answers pass, also errors.',
  scope: 'service',
  judge({ contract, operation, status, values }) {
    const told = contract.standard.size > 0 && operation && isOfService(status) ? toldField(contract) : undefined;
    if (!told?.onEvery) return [];
    if (values(told.name).some((value) => value !== '')) return ['holds'];
    return [{ code: 'told-field-absent', where: told.name, expected: `${told.name} with ${status}`, actual: 'no such header' }];
  },
});

/** The text at a place of a body, or at that place of the object that it wraps: `requestId` of `{"error": {…}}`. */
const placeIn = (body: unknown, sameAs: string): { readonly where: string; readonly member: string } | undefined => {
  const wrapped = isObject(body) ? Object.keys(body).map((name) => `/${escapeToken(name)}${sameAs}`) : [];
  for (const where of [sameAs, ...wrapped]) {
    const member = valueAt(body, where);
    if (typeof member === 'string') return { where, member };
  }
  return undefined;
};

export const toldFieldInBody = defineRule({
  id: 'headers/told-field-in-body',
  title: 'A member of a body has the value of the field that identifies a request, where the introduction says so',
  why: 'A client reports the id that the body shows, and nobody finds the request.',
  fix: 'Write the id of the request into both.',
  scope: 'service',
  judge({ contract, exchange, status, values }) {
    const told = contract.standard.size > 0 && status < 500 ? toldField(contract) : undefined;
    const place = told?.sameAs === undefined ? undefined : placeIn(jsonOf(exchange), told.sameAs);
    const [value, ...more] = told ? values(told.name) : [];
    if (!told || !place || value === undefined || more.length > 0) return [];
    const { where, member } = place;
    if (legible([member, value]).length < 2) return [];
    if (member === value) return ['holds'];
    return [{ code: 'told-field-differs', where, expected: line(told.name, value), actual: `"${member}"` }];
  },
});

/** A read of something that is not there. */
const readOfNothing = ({ operations }: Contract): Operation | undefined =>
  operations.find(
    ({ method, effect, path, parameters }) =>
      method === 'GET' && effect === 'safe' && endsInParameter(path) && parametersIn(path).length === 1 && !parameters.some(isAsked),
  );

/** Hexadecimal digits of a made-up value; services that limit its length allow more. */
const digits = 16;

export const toldFieldComesBack = defineProbe({
  id: 'headers/told-field-comes-back',
  title: 'The id that a client gives its request comes back, where the introduction says so',
  why: 'A client finds its request in the logs of the service by that id.',
  fix: 'Take the value of the request where it has one, and set it on every answer, also on errors.',
  phase: 'read',
  exclusive: 'nothing',
  over: echoedFields,
  prerequisites: ({ read }, around) => prerequisitesFor(read, around),
  cost: () => ({ requests: 3, creates: 0 }),
  async run({ told, read }, session) {
    const missing = readOfNothing(session.contract);
    const requests = [
      smallRead(session, read),
      ...(told.onEvery && read.secured ? [callWithoutCredential(session, read)] : []),
      ...(told.onEvery && missing ? [{ ...unauthenticatedRequest(session, missing, 'told-field'), faults: ['unknown-id'] as const }] : []),
    ];
    const exchanges: Exchange[] = [];
    for (const [n, request] of requests.entries()) {
      const value = told.isUuid ? uuidFor(session.fresh(`told-field-${n}`)) : `ct-${session.hex(`told-field-${n}`, digits)}`;
      exchanges.push(await session.send({ ...request, headers: [...request.headers, [told.name, value]] }));
    }
    return exchanges;
  },
  judge({ told }, exchanges) {
    const [read, ...errors] = exchanges;
    if (!read || !isSuccess(read)) return inconclusive(`The read was answered ${read ? outcomeOf(read) : 'nothing'}`, exchanges);
    const judged = [read, ...errors.filter((one) => ofService.has(statusOf(one) ?? 0))];
    const sent = (exchange: Exchange): string => exchange.request.headers.find(([name]) => name === told.name)?.[1] ?? '';
    const wrong = judged.find((one) => !headerValues(one, told.name).includes(sent(one)));
    if (!wrong) return pass(judged.length);
    const [value] = headerValues(wrong, told.name);
    const finding = {
      code: 'told-field-lost',
      where: told.name,
      expected: `${line(told.name, sent(wrong))} with ${outcomeOf(wrong)}`,
      actual: value === undefined ? 'no such header' : line(told.name, value),
    };
    return fail(finding, [wrong]);
  },
});
