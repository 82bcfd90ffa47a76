import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import { listedValues, unlistedValue } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault, PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../lifecycle/creation-as-set.ts';
import { notAnObject } from './not-an-object.ts';
import { freshTexts } from './unusual-text.ts';

const usualOddities = ['null-text', 'empty-text', 'blank-text', 'unknown-reference', 'unknown-member', 'other-media-type'] as const;

/** These are tried only where what they may create is removed again. */
const moreOddities = [
  'array-body',
  'text-body',
  'spare-comma',
  'bare-names',
  'form-body',
  'unknown-value',
  'number-value',
  'very-long-text',
] as const;

/** What is odd about a creation. */
export const oddities = [...usualOddities, ...moreOddities] as const;
export type Oddity = (typeof oddities)[number];

/** What is tried at an operation; those that are likeliest refused come first of each kind. */
export const odditiesAt = ({ resources }: Contract, operation: string): readonly Oddity[] =>
  resources.some(({ create, remove }) => create?.key === operation && remove !== undefined) ? oddities : usualOddities;

export type OddCreations = {
  readonly answers: readonly { readonly oddity: Oddity; readonly exchange: Exchange }[];
  /** Why others were not tried. */
  readonly untried: readonly string[];
};

/** An optional member that takes ids of things that exist. */
const referring = (contract: Contract, operation: Operation): string | undefined =>
  bodyMembers(contract, operation).find(
    ({ required, schema, conventions }) => !required && conventions.fixture !== undefined && typesOf(schema).includes('array'),
  )?.name;

/** A text whose values name something over there, of which the document prints no list. */
const naming = (contract: Contract, operation: Operation): BodyMember | undefined =>
  bodyMembers(contract, operation).find(
    (member) =>
      typesOf(member.schema).includes('string') &&
      member.conventions.fresh !== true &&
      member.conventions.fixture === undefined &&
      member.conventions.refers === undefined &&
      listedValues(member) === undefined,
  );

/** Letters of a text that nobody means. */
const manyLetters = 10_000;

/** A member of our own, which no contract describes. */
const ownMember = 'ct_unknown';

/** Creations about which documentations are silent. Each that is accepted leaves something behind, so they come last. */
export const oddCreations = defineMeasurement<{ readonly operation: string }, OddCreations>({
  id: 'odd-creations',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const answers: { oddity: Oddity; exchange: Exchange }[] = [];
    const untried: string[] = [];
    for (const oddity of odditiesAt(session.contract, key)) {
      const exchange = await orSkipped(oneOdd(session, operation, oddity));
      if (isSkipped(exchange)) untried.push(`${oddity}: ${exchange.reason}`);
      else if (exchange) answers.push({ oddity, exchange });
    }
    return { answers, untried };
  },
});

/** Undefined where the body has nothing that could be odd in this way. */
const oneOdd = async (session: Session, operation: Operation, oddity: Oddity): Promise<Exchange | undefined> => {
  const { key } = operation;
  const purpose = `odd-${oddity}`;
  const text = freshTexts(session.contract, operation)[0]?.name;
  const reference = referring(session.contract, operation);
  const send = (member: string | undefined, value: unknown, faults: readonly Fault[]): Promise<Exchange> | undefined =>
    member === undefined
      ? undefined
      : session.send({ ...requestAsSet(session, { operation: key, settings: [{ member, value }], purpose }), faults });
  const mediaType = jsonContent(operation.body?.content ?? [])?.mediaType ?? 'application/json';
  const value = naming(session.contract, operation);
  const smallest = (): PlannedRequest => requestAsSet(session, { operation: key, settings: [], purpose });
  const sendText = (change: (body: unknown) => string, type: string, faults: readonly Fault[]): Promise<Exchange> => {
    const request = smallest();
    const body: unknown = request.body?.kind === 'json' ? request.body.value : {};
    return session.send({ ...request, body: { kind: 'text', text: change(body), mediaType: type }, faults });
  };
  switch (oddity) {
    case 'array-body':
      return session.measure(notAnObject, { operation: key, body: 'array' });
    case 'text-body':
      return session.measure(notAnObject, { operation: key, body: 'text' });
    case 'spare-comma':
      return sendText((body) => JSON.stringify(body).replace(/\}$/, ',}'), mediaType, ['body-unparsable']);
    case 'bare-names':
      return sendText((body) => withBareNames(body), mediaType, ['body-unparsable']);
    case 'form-body':
      return sendText((body) => asForm(body), 'application/x-www-form-urlencoded', []);
    case 'unknown-value':
      return send(value?.name, value && unlistedValue(value), ['value-unusable']);
    case 'number-value':
      return send(value?.name, 1, ['body-wrong-type']);
    case 'very-long-text':
      return send(text, `${session.fresh(purpose)}-`.padEnd(manyLetters, 'abcdefghij'), []);
    case 'null-text':
      return send(text, null, ['body-wrong-type']);
    case 'empty-text':
      return send(text, '', []);
    case 'blank-text':
      return send(text, '   ', []);
    case 'unknown-reference':
      return send(reference, [`ct-no-such-${reference ?? ''}`], ['value-unusable']);
    case 'unknown-member':
      return send(ownMember, true, []);
    case 'other-media-type':
      return sendText((body) => JSON.stringify(body), 'text/plain', []);
  }
};

/** An object whose members stand without quotes, as in a program. */
const withBareNames = (body: unknown): string =>
  `{${Object.entries(isObject(body) ? body : {})
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')}}`;

/** The members of a body as a form; what is no text is written as JSON. */
const asForm = (body: unknown): string =>
  new URLSearchParams(
    Object.entries(isObject(body) ? body : {}).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
