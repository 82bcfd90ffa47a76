import { descriptionsIn, isType, itemsOf } from '../../../contract/infer/schema-parts.ts';
import { refusalOfUnknownValues } from '../../../contract/infer/told-unknown-values.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter, Schema } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { resolvedSchema, typesOf, withoutNull } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { QueryPairs } from '../../subjects/collection.ts';
import { madeUpFilterValue, queryFor } from '../../subjects/filters.ts';

/** A query parameter of a read with the sentence by which a value that there is not is refused. */
type ToldParameter = Subject & {
  readonly operation: Operation;
  readonly parameter: Parameter;
  readonly sentence: string;
  /** The texts that its schema lists; empty where it lists none. */
  readonly listed: readonly string[];
};

type Asked = { readonly asked: string; readonly exchange: Exchange };

type Tried = {
  /** Without the parameter, or with a listed value of it. */
  readonly known: readonly Asked[];
  readonly unknown: readonly Asked[];
};

/** Keywords by which a text has a form, so that a made-up word is refused for that. */
const formal = ['format', 'pattern', 'const'] as const;

/** The texts that a parameter takes by its schema; undefined where it takes other values than words. */
const listedOf = ({ document }: Contract, { schema }: Parameter): readonly string[] | undefined => {
  const one: Schema | undefined = isType(document, schema, 'array') ? itemsOf(document, schema) : schema;
  const resolved = one === undefined ? undefined : resolvedSchema(document, one);
  if (!isObject(resolved) || formal.some((keyword) => resolved[keyword] !== undefined)) return undefined;
  const listed: unknown = resolved['enum'];
  const values = Array.isArray(listed) ? (listed as readonly unknown[]).filter((value) => value !== null) : undefined;
  if (values) return values.every((value) => typeof value === 'string') ? values : undefined;
  const types = typesOf(withoutNull(resolved));
  return types.length === 1 && types[0] === 'string' ? [] : undefined;
};

const ownTexts = ({ document }: Contract, { location, schema }: Parameter): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  ...descriptionsIn(document, schema),
];

const toldParameters = (contract: Contract): ToldParameter[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter(({ effect, unsupported }) => effect === 'safe' && unsupported === undefined)
        .flatMap((operation) =>
          operation.parameters.flatMap((parameter): readonly ToldParameter[] => {
            const listed = parameter.in === 'query' ? listedOf(contract, parameter) : undefined;
            if (listed === undefined) return [];
            const { document } = contract;
            const around = [...saidIn(valueAt(document, nodeOf(operation.location))), ...saidIn(document['info'])];
            // What is said of all parameters is known to mean this one where its schema lists what there is.
            const sentence = refusalOfUnknownValues(ownTexts(contract, parameter), around, listed.length > 0, parameter.name);
            return sentence === undefined ? [] : [at(parameter.location, { operation, parameter, sentence, listed })];
          }),
        );

const isByComma = (contract: Contract, parameter: Parameter): boolean =>
  ownTexts(contract, parameter).some((text) =>
    /\bcomma[ -]?(?:separated|delimited|list)|\bseparated by (?:a )?commas?|\bcommas?\b/iu.test(text),
  );

/** Several values as the parameter takes them; undefined where it takes one alone. */
const several = (contract: Contract, parameter: Parameter, values: readonly string[]): QueryPairs | undefined => {
  if (isType(contract.document, parameter.schema, 'array')) return queryFor(contract, { parameter }, values);
  return isByComma(contract, parameter) ? [[parameter.name, values.join(',')]] : undefined;
};

/** A made-up word in letters alone: one with other signs may be refused for its form, before anybody looks for it. */
const inLetters = (word: string): string =>
  word.replaceAll(/\d/gu, (digit) => 'ghijklmnop'[Number(digit)] ?? 'x').replaceAll(/[^a-z]/giu, '');

const tried = async (session: Session, { operation, parameter, listed }: ToldParameter): Promise<Tried> => {
  const { contract } = session;
  const base = usableRequest(session, operation, 'query');
  const others = base.query.filter(([name]) => name !== parameter.name);
  const ask = async (pairs: QueryPairs, isUnknown: boolean): Promise<Asked> => {
    const faults = isUnknown ? (['query-unknown-value'] as const) : [];
    const exchange = await session.send({ ...base, query: [...others, ...pairs], ...(isUnknown ? { faults } : {}) });
    return { asked: pairs.map((pair) => pair.join('=')).join('&') || `no ${parameter.name}`, exchange };
  };
  const word = madeUpFilterValue(session, parameter, listed);
  const named = ownTexts(contract, parameter).flatMap((text) => [...text.matchAll(/`([^`]+)`/gu)].map(([, one = '']) => one));
  const isOfLetters = [...listed, ...named].some((one) => /^\p{L}+$/u.test(one));
  const [first] = listed;
  const beside = first === undefined ? [] : [several(contract, parameter, [first, word]), several(contract, parameter, [word, first])];
  const unknown = [await ask([[parameter.name, word]], true)];
  if (isOfLetters) unknown.push(await ask([[parameter.name, inLetters(word)]], true));
  for (const pairs of beside) if (pairs !== undefined) unknown.push(await ask(pairs, true));
  const known = await ask(first === undefined ? base.query.filter(([name]) => name === parameter.name) : [[parameter.name, first]], false);
  return { known: [known], unknown };
};

export const unknownValueRefused = defineProbe<ToldParameter, Tried>({
  id: 'query/unknown-value-refused',
  title: 'A value of a parameter that there is not is refused, where the document says so',
  why: 'A misspelt word that is passed over gives the whole list, or less than was asked for, and nobody notices.',
  fix: 'Refuse the request where any of the words is none of those that there are, also beside others that are.',
  phase: 'read',
  exclusive: 'nothing',
  over: toldParameters,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 5, creates: 0 }),
  run: (subject, session) => tried(session, subject),
  judge({ parameter, sentence }, { known, unknown }) {
    const accepted = unknown.filter(({ exchange }) => isSuccess(exchange));
    const [first] = accepted;
    if (first) {
      const finding = {
        code: 'unknown-value-accepted',
        where: `query ${parameter.name}`,
        expected: `a 4xx to ${first.asked}, because "${sentence}"`,
        actual: `status ${outcomeOf(first.exchange)}`,
      };
      return fail(finding, [first.exchange, ...accepted.slice(1).map(({ exchange }) => exchange)], {
        judged: unknown.length,
        breaches: accepted.length,
      });
    }
    const answers = unknown.map(({ exchange }) => exchange);
    const control = known.map(({ exchange }) => exchange);
    if (!answers.every(refusesWhatWasAsked))
      return inconclusive(`An unknown value was answered ${[...new Set(answers.map(outcomeOf))].join(', ')}`, answers);
    if (control.every(isSuccess)) return pass(answers.length);
    return inconclusive(`A known value was answered ${control.map(outcomeOf).join(', ')}`, [...control, ...answers]);
  },
});
