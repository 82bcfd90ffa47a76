import { arrowsIn } from '../../contract/infer/move-arrows.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { isLeft } from './action-words.ts';
import type { State } from './state-mentions.ts';
import { movedBeside } from './moves-in-text.ts';

/** A value at the end of a path that chooses what is done with the resource before it: `accept` of `POST /offers/{offerId}/{action}`. */
export type PathChoice = {
  readonly operation: Operation;
  readonly set: { readonly [parameter: string]: string };
  /** The state that its name says it leads to. */
  readonly to: State;
  /** The values of the states that it is for by the arrows of the section; undefined where these do not tell. */
  readonly from: ReadonlySet<unknown> | undefined;
  /** Is it refused in all other states, as the conflict says. */
  readonly isExclusive: boolean;
};

/** Words of a conflict by which an action is refused in whatever state it does not start from. */
const wrongState =
  /\bnot in (?:the|a|an?) (?:right |required |proper |expected |necessary )?(?:state|status)\b|\b(?:wrong|another|different|no (?:right|suitable)) (?:state|status)\b|\bno such (?:step|move|transition|action)\b|\b(?:state|status) (?:does not|doesn't) (?:allow|permit|admit)\b|\bnot (?:allowed|possible|permitted) (?:in|from) (?:its|the|this|that) (?:current |present )?(?:state|status)\b/iu;

/** The parameter at the end of a path, and the words that it lists; undefined where it names a resource. */
const listedAtEnd = (
  { document }: Contract,
  { path, parameters }: Operation,
): { readonly name: string; readonly values: readonly string[] } | undefined => {
  const name = parametersIn(path).at(-1);
  const declared = parameters.find((one) => one.in === 'path' && one.name === name);
  const schema = declared && resolvedSchema(document, declared.schema);
  const values: unknown = isObject(schema) ? schema['enum'] : undefined;
  return name !== undefined && Array.isArray(values) && values.length > 1 && values.every((one) => typeof one === 'string')
    ? { name, values }
    : undefined;
};

/**
 * The moves of a resource that the end of a path chooses, each by the one state that its name says: `accept` leads to `accepted`.
 * @param itemPath The path of one resource.
 * @param states The listed states of the resource.
 * @param others Nouns of other resources.
 */
export const pathChoices = (
  contract: Contract,
  itemPath: string,
  states: readonly State[],
  others: ReadonlySet<string>,
): readonly PathChoice[] => {
  const { document } = contract;
  const listed = states.filter(({ value }) => typeof value === 'string');
  const values = listed.map(({ value }) => String(value));
  return contract.operations.flatMap((operation): readonly PathChoice[] => {
    const isOnIt = operation.method === 'POST' && endsInParameter(operation.path) && isSamePath(pathAbove(operation.path), itemPath);
    const choice = isOnIt ? listedAtEnd(contract, operation) : undefined;
    if (!choice) return [];
    const node = valueAt(document, nodeOf(operation.location));
    const texts = [...saidIn(node), ...saidOfTags(document, node)];
    const drawn = texts.map((text) => arrowsIn(text, values)).filter(({ rows }) => rows.length > 0);
    const isWhole = drawn.length > 0 && drawn.every((one) => one.isWhole);
    const rows = drawn.flatMap((one) => one.rows);
    const beside = movedBeside(texts, values, others);
    const conflict = operation.responses
      .filter(({ status }) => status === '409')
      .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))));
    return choice.values.flatMap((value): readonly PathChoice[] => {
      const [to, ...more] = listed.filter((state) => isLeft(wordsOf(value).join(' '), String(state.value)));
      if (!to || more.length > 0) return [];
      const leading = rows.filter((row) => row.to?.includes(String(to.value)) === true);
      const isTold = isWhole && leading.length > 0 && rows.every((row) => row.to !== undefined);
      return [
        {
          operation,
          set: { [choice.name]: value },
          to,
          from: isTold ? new Set(leading.flatMap((row) => row.from)) : undefined,
          isExclusive: isTold && !beside.has(String(to.value)) && conflict.some((text) => wrongState.test(text)),
        },
      ];
    });
  });
};
