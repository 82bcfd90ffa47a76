import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { nodeOf } from '../../../model/location.ts';
import { wholeValue } from '../../../contract/wire/whole-value.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { essenceOf, isJsonPatch, isJsonType } from '../../../contract/wire/media-type.ts';
import { distinct } from '../../../model/json.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { jsonContent } from '../../../contract/asked-content.ts';
import { holdsValue } from '../../../model/request.ts';

/** An operation on resources of the run, and the types in which its JSON is sent, after the usual one. */
type Typed = Subject & { readonly operation: Operation; readonly usual: string; readonly others: readonly string[] };

/** Most other types that are tried. */
const mostTypes = 3;

const unsupported = 415;

/** "Our type with parameters is answered 415." */
const againstParameters = /\b(?:with|has|have|having|carr\w+|any|other|unknown) (?:\w+ )*parameters?\b/iu;

/** Types whose registration names no parameter (RFC 8259, section 11; RFC 7396, section 4; RFC 6902, section 6). */
const withoutParameters: ReadonlySet<string> = new Set(['application/json', 'application/merge-patch+json', 'application/json-patch+json']);

/**
 * The type with a charset beside it, which means nothing to it. A type of its own has its own parameters: that of JSON:API is refused with any other
 * (JSON:API 1.1, Server Responsibilities).
 */
const withCharset = (contract: Contract, { location }: Operation, chosen: string): readonly string[] => {
  const said = [contract.document['info'], valueAt(contract.document, nodeOf(location))].flatMap(saidIn).flatMap(sentencesOf);
  const refuses = said.some((sentence) => /\b415\b/u.test(sentence) && againstParameters.test(sentence));
  return withoutParameters.has(essenceOf(chosen)) && !refuses ? [`${essenceOf(chosen)}; charset=utf-8`] : [];
};

const typed = (contract: Contract): Typed[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter(
          ({ effect, issues, responses }) =>
            ['creates', 'changes'].includes(effect) && !issues && responses.some(({ status }) => status === '415'),
        )
        .flatMap((operation): Typed[] => {
          const contents = operation.body?.content ?? [];
          const chosen = jsonContent(contents)?.mediaType;
          if (chosen === undefined || chosen.includes('*')) return [];
          const described = contents.map(({ mediaType }) => essenceOf(mediaType)).filter((type) => isJsonType(type) && !type.includes('*'));
          // A patch of another kind is another value.
          const same = described.filter((type) => isJsonPatch(type) === isJsonPatch(chosen) && type !== essenceOf(chosen));
          const others = [...withCharset(contract, operation, chosen), ...distinct(same)].slice(0, mostTypes);
          return others.length === 0 ? [] : [at(operation.location, { operation, usual: chosen, others })];
        });

/** An answer to a type; the usual one is sent after a 415 to another. */
type Tried = { readonly type: string; readonly exchange: Exchange };

export const describedTypesAccepted = defineProbe<Typed, readonly Tried[]>({
  id: 'body/described-types-accepted',
  title: 'A body of a described media type is read, also plain JSON with a charset beside it',
  why: 'Many clients add charset=utf-8 to every text, and a server that compares the whole field refuses all of them.',
  fix: 'Compare the type without its parameters and without regard to case, with each of the described types.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: typed,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ operation, others }) => ({ requests: others.length * 2, creates: operation.effect === 'creates' ? others.length * 2 : 0 }),
  async run({ operation, usual, others }, session) {
    const tried: Tried[] = [];
    const send = async (mediaType: string, purpose: string): Promise<Exchange | undefined> => {
      const request = await withResources(session, usableRequest(session, operation, purpose));
      const { body } = request;
      if (!holdsValue(body)) return undefined;
      const sent = await orSkipped(session.send({ ...request, body: { kind: 'text', text: JSON.stringify(wholeValue(body)), mediaType } }));
      return isSkipped(sent) ? undefined : sent;
    };
    for (const [n, type] of others.entries()) {
      const exchange = await send(type, `type-${n}`);
      if (exchange === undefined) break;
      tried.push({ type, exchange });
      const plain = statusOf(exchange) === unsupported ? await send(usual, `usual-${n}`) : undefined;
      if (plain) tried.push({ type: usual, exchange: plain });
    }
    return tried;
  },
  judge(_subject, tried) {
    const refused = tried.find(({ exchange }) => statusOf(exchange) === unsupported);
    const read = tried.filter(({ exchange }) => isSuccess(exchange));
    const [other] = read;
    if (refused && other) {
      const expected = `status ${outcomeOf(other.exchange)}, as to ${other.type}`;
      const finding = { code: 'described-type-refused', where: 'Content-Type', expected, actual: `status 415 to ${refused.type}` };
      return unconfirmed(fail(finding, [refused.exchange, other.exchange]));
    }
    const all = tried.map(({ exchange }) => exchange);
    return read.length > 0 ? pass(read.length) : inconclusive(`No such body was read: ${all.map(outcomeOf).join(', ')}`, all);
  },
});
