import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { isTolerated } from '../../../generators/breaches/tolerated.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter, Schema } from '../../../contract/model.ts';
import { isServedInstead } from '../../../contract/infer/served-instead.ts';
import { passesOverUnknownValues } from '../../../contract/infer/told-unknown-values.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { type NearestBreach, nearestBreaches, spread } from '../../../generators/breaches/nearest.ts';
import { isImpossibleDay } from '../../../generators/breaches/nearest-parts.ts';
import { counts } from '../../../generators/breaches/wire/counts.ts';
import type { Sent } from '../../../generators/breaches/wire/sending.ts';
import { sendingOf, serialise } from '../../../generators/breaches/wire/serialise.ts';
import { resolvedSchema, typesOf, withItem } from '../../../generators/resolved-schema.ts';
import { simplestValue } from '../../../generators/simplest-value.ts';
import { createJudge } from '../../../generators/values/judge/create-judge.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Fault, PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** A parameter with texts that break one keyword of its schema, in every reading of them. */
export type BrokenParameter = Pick<NearestBreach, 'keyword' | 'words'> & {
  readonly parameter: Parameter;
  /** The broken value before it was written. */
  readonly value: unknown;
  readonly texts: Sent;
};

/** The same with the answer to a request that has it. */
export type TriedParameter = BrokenParameter & { readonly exchange: Exchange };

/** The most broken parameters that one operation is sent. */
export const mostParameters = 20;

/** After so many were accepted no more are sent: one finding names them. */
const mostAccepted = 6;

/** Header fields of HTTP itself: what a server does with one that it does not understand is theirs to say (RFC 9110, sections 12.5, 13.1 and 14.2). */
const ofHttp = /^(?:accept|if|content|cache)(?:-|$)|^(?:authorization|cookie|expect|forwarded|prefer|range|user-agent)$/i;

/** Fields by which requests are traced. A server starts a trace of its own where it cannot read one (W3C Trace Context, section 3.2.2.5). */
const ofTracing =
  /^(?:traceparent|tracestate|baggage|b3|x-b3-.+|(?:x-)?(?:request|correlation|trace|amzn-trace|cloud-trace|client-request)-?id)$/i;

/** Is a parameter one whose values the document alone decides about: not the key, and no field of HTTP itself or of tracing. */
export const isOwnParameter = ({ credentialPlacement: placed }: Contract, { in: where, name }: Parameter): boolean => {
  if ('name' in placed && placed.kind === where && placed.name.toLowerCase() === name.toLowerCase()) return false;
  return where === 'query' || (where === 'header' && !ofHttp.test(name) && !ofTracing.test(name));
};

/** Keywords of numbers that a server may bring back to their limits. */
const ofLimits: ReadonlySet<string> = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']);

/** Keywords that a value breaks which cannot be read as what its parameter takes. */
const ofReading: ReadonlySet<string> = new Set(['type', 'format']);

/** Of what creates or changes something, the values of its query that no server brings back to an allowed one. */
const suits = ({ effect }: Operation, { parameter, keyword }: BrokenParameter): boolean =>
  effect === 'safe' || (parameter.in === 'query' && !ofLimits.has(keyword));

/** What a header field carries as it is: visible ASCII, with blanks inside alone (RFC 9110, section 5.5). */
const ofField = /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/u;

/** Keywords of the form of an id. */
const ofForm: ReadonlySet<string> = new Set(['minLength', 'maxLength', 'pattern', 'format']);

/**
 * Has a parameter objects as its values, or as the items of a list: a text in the place of one is no breach on the wire, where the members of an object have names of their own,
 * and how an object is written as an item is not said (OpenAPI 3.1.1, Style Values).
 */
const holdsObjects = ({ document }: Pick<Contract, 'document'>, { schema }: Parameter): boolean => {
  const takes = (one: Schema, depth: number): boolean => {
    const resolved = resolvedSchema(document, one);
    if (!isObject(resolved)) return false;
    const types = typesOf(resolved);
    const { items } = resolved;
    return types.includes('object') || (depth < 2 && types.includes('array') && isObject(items) && takes(items, depth + 1));
  };
  return takes(schema, 0);
};

/** Words by which a parameter is for bodies of one kind: "Name of the file, needed for a raw upload". */
const ofOneKind =
  /\b(?:for|with|in|of|by) (?:an? |the |raw |plain )*(?:raw|multipart|form|json|csv|xml|binary|direct|chunked|resumable|octet[- ]stream)(?: (?:data|uploads?|bod(?:y|ies)|requests?))?\b|\b(?:for|with|in|of) (?:an? )?`?[a-z]+\/[\w.+*-]+`?/iu;

/** Is a parameter one that only some of the bodies that an operation takes need. */
export const isOfOtherBody = (operation: Operation, said: readonly string[]): boolean =>
  (operation.body?.content.length ?? 0) > 1 && said.some((text) => ofOneKind.test(text));

const makeBroken = (contract: Contract, operation: Operation): readonly BrokenParameter[] => {
  const { document } = contract;
  const { parameters } = operation;
  const judge = createJudge({ document, direction: 'request', otherwise: true });
  const broken = parameters.flatMap((parameter): BrokenParameter[] => {
    const { schema, name } = parameter;
    const made = isOwnParameter(contract, parameter)
      ? simplestValue({ document }, withItem(resolvedSchema(document, schema)), name)
      : undefined;
    if (made?.kind !== 'value') return [];
    const said = (one: Operation['location']): readonly string[] => saidIn(valueAt(document, nodeOf(one)));
    if (isOfOtherBody(operation, said(parameter.location))) return [];
    const sending = sendingOf({ document }, parameter);
    // Whatever is written there is a text: `7` breaks at most the format of one, and is no number.
    const isText = typesOf(resolvedSchema(document, schema)).includes('string');
    const nearest = nearestBreaches(schema, made.value, {
      document,
      pointer: nodeOf(parameter.schemaLocation),
      otherTypes: true,
      // Many a reader of dates takes 30 February for the second day after its last, and a filter by that day harms nobody.
      counts: (value) => !isImpossibleDay(value) && counts(sending, schema, value, judge),
    });
    const around = [...said(operation.location), ...saidIn(document['info'])];
    const named = around.flatMap(sentencesOf).filter((sentence) => sentence.includes(`\`${name}\``));
    const isListed = !passesOverUnknownValues(said(parameter.location), around, name);
    const isNamedApart = holdsObjects(contract, parameter);
    const isRead = !isServedInstead(contract, operation, parameter);
    // An id that nothing can have is often looked for like any other: the list is empty.
    const isSearchedFor =
      parameter.in === 'query' &&
      / ids?$/u.test(` ${wordsOf(name).join(' ')}`) &&
      !said(parameter.location).some((text) => /\b(?:400|422)\b/u.test(text));
    const refusable = nearest.filter(
      ({ keyword, value }) =>
        !(isSearchedFor && ofForm.has(keyword)) &&
        (isListed || keyword !== 'enum') &&
        !isTolerated(keyword, [...said(parameter.location), ...named]) &&
        (isRead || !ofReading.has(keyword)) &&
        !(isNamedApart && keyword === 'type' && !isObject(value)),
    );
    return refusable.flatMap(({ value, keyword, words }) => {
      const written = isText && keyword === 'type' ? [] : (serialise(sending, value) ?? []);
      const texts = parameter.in === 'header' && !written.every((text) => ofField.test(text)) ? [] : written;
      return texts.length === 0 ? [] : [{ parameter, keyword, words, value, texts }];
    });
  });
  return spread(
    broken.filter((one) => suits(operation, one)),
    ({ parameter }) => `${parameter.in} ${parameter.name}`,
    mostParameters,
  );
};

const known = new WeakMap<Operation, readonly BrokenParameter[]>();

/** How the query parameters and header fields of an operation can be broken, at most {@link mostParameters}: each in one way, then in a second one. */
export const brokenParametersOf = (contract: Contract, operation: Operation): readonly BrokenParameter[] => {
  const all = known.get(operation) ?? makeBroken(contract, operation);
  known.set(operation, all);
  return all;
};

const faultOf = (keyword: string): Fault => {
  if (keyword === 'type' || keyword === 'format') return 'query-unparsable';
  return keyword === 'enum' || keyword === 'pattern' ? 'query-unknown-value' : 'query-out-of-range';
};

const withTexts = (request: PlannedRequest, { parameter: { name, in: where }, texts, keyword }: BrokenParameter): PlannedRequest => {
  const part = where === 'query' ? 'query' : 'headers';
  const isOther = ([one]: readonly [string, string]): boolean =>
    where === 'query' ? one !== name : one.toLowerCase() !== name.toLowerCase();
  const own = texts.map((text) => [name, text] as const);
  return { ...request, [part]: [...request[part].filter(isOther), ...own], faults: [faultOf(keyword)] };
};

/** Requests that each have one broken parameter, sent once a run; of what creates or changes something, until one is accepted. */
export const brokenParameters = defineScenario<{ readonly operation: string }, readonly TriedParameter[]>({
  id: 'broken-parameters',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const tried: TriedParameter[] = [];
    let accepted = 0;
    for (const broken of brokenParametersOf(session.contract, operation)) {
      const exchange = await orSkipped(
        session.send(withTexts(usableRequest(session, operation, operation.effect === 'safe' ? 'query' : `query-${tried.length}`), broken)),
      );
      if (isSkipped(exchange)) break;
      tried.push({ ...broken, exchange });
      accepted += isSuccess(exchange) ? 1 : 0;
      if (accepted >= (operation.effect === 'safe' ? mostAccepted : 1)) break;
    }
    return tried;
  },
});
