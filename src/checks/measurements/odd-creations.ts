import type { Contract, Operation } from '../../contract/model.ts';
import { operationOf } from '../../contract/operation.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Fault } from '../../model/request.ts';
import { isSkipped, orSkipped } from '../not-tried.ts';
import { defineMeasurement, type Session } from '../session.ts';
import { requestAsSet } from './creation-as-set.ts';
import { freshTexts } from './unusual-text.ts';

/** What is odd about a creation; those that are likeliest refused come first. */
export const oddities = ['null-text', 'empty-text', 'blank-text', 'unknown-reference', 'unknown-member', 'other-media-type'] as const;
export type Oddity = (typeof oddities)[number];

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

/** A member of our own, which no contract describes. */
const ownMember = 'ct_unknown';

/** Creations about which documentations are silent. Each that is accepted leaves something behind, so they come last. */
export const oddCreations = defineMeasurement<{ readonly operation: string }, OddCreations>({
  id: 'odd-creations',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const answers: { oddity: Oddity; exchange: Exchange }[] = [];
    const untried: string[] = [];
    for (const oddity of oddities) {
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
  switch (oddity) {
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
    case 'other-media-type': {
      const request = requestAsSet(session, { operation: key, settings: [], purpose });
      const value: unknown = request.body?.kind === 'json' ? request.body.value : {};
      return session.send({ ...request, body: { kind: 'text', text: JSON.stringify(value), mediaType: 'text/plain' } });
    }
  }
};
