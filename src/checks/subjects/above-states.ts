import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from '../../contract/infer/covering.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { statefulAnswer } from './needed-states.ts';
import { inWords } from './state-mentions.ts';

/** The states that what a resource was created below has to be in for an operation on the resource. */
export type AboveStates = { readonly above: AnyInferred; readonly states: readonly string[] };

const denying = / (?:not|cannot|never|no|neither|nor|unless|until|till|otherwise|once|after|before) /u;

/**
 * The states in which what a resource is below has to be for an operation on that: "The application must be submitted and its call closed", "The class must be in progress". By
 * sentences that say so and refuse nothing; undefined where there are none.
 */
export const aboveStates = (contract: Contract, resourceType: AnyInferred, operation: Operation): AboveStates | undefined => {
  const { create } = resourceType;
  if (operation.effect === 'safe' || create.key === operation.key) return undefined;
  const found = statefulAbove(contract, resourceType);
  if (!found) return undefined;
  const { above, noun, names, any } = found;
  const said = new RegExp(
    ` (?:its|the|their) ${noun} (?:(?:must|has to|needs to) (?:still |already )?be |is |being )?(?:still |already |in )*(?<states>(?:${any})(?: or (?:${any}))*) `,
    'u',
  );
  const sentences = saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap((text) => text.split(/[.;\n]\s/u))
    .filter((one) => /\b(?:must|has to|have to|needs?|only|while|requires?)\b/u.test(one))
    .map((one) => inWords(one.replaceAll(/\([^()]*\)/gu, ' ').replaceAll('_', ' ')))
    .filter((words) => !denying.test(words));
  const named = sentences.flatMap((words) => said.exec(words)?.groups?.['states']?.split(' or ') ?? []);
  const states = [...new Set(named.flatMap((name) => names.get(name) ?? []))];
  return states.length === 0 ? undefined : { above, states };
};

/** What resources of a type are below, where that shows states: its type, its noun, its states by their names in words, and a pattern for one of these. */
const statefulAbove = (
  contract: Contract,
  { create }: AnyInferred,
):
  | { readonly above: AnyInferred; readonly noun: string; readonly names: ReadonlyMap<string, string>; readonly any: string }
  | undefined => {
  const above = [...coveredBy(contract, create).values(), ...coveredByLasting(contract, create).values()]
    .map((one) => one.resourceType)
    .find((one) => isSamePath(pathAbove(create.path), itemOf(one).path));
  const shown = above && statefulAnswer(contract, above.create);
  const noun = above === undefined ? '' : (nounWordsOf(above.name).at(-1) ?? '');
  if (!above || !shown || noun === '') return undefined;
  const names = new Map(shown.states.map((state) => [inWords(state.replaceAll('_', ' ')).trim(), state]));
  return { above, noun, names, any: [...names.keys()].toSorted((a, b) => b.length - a.length).join('|') };
};

/** Words of a clause that refuses something. */
const refusing = / (?:400|409|422|423|conflict|refused|rejected|can not|fails?|denied|impossible|not (?:possible|allowed|accepted)) /u;

const refusals: ReadonlySet<string> = new Set(['400', '409', '422', '423']);

/** The clauses of a text; an item of a list has what leads to the list before it: "409 if", "- the event is over". */
const clausesOf = (text: string): readonly string[] => {
  let lead = '';
  return text
    .split(/(?<=[.!?])\s+|;\s+|\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.\s))/u)
    .map((one) => one.replaceAll(/\s+/gu, ' ').trim())
    .flatMap((one) => {
      const [item] = /^(?:[-*]|\d+\.) /u.exec(one) ?? [];
      if (item !== undefined) return [`${lead} ${one.slice(item.length)}`];
      lead = /(?:\b(?:if|when|where|unless|while|of these|following)|:)$/iu.test(one) ? one : '';
      return [one];
    });
};

/** The codes of a text, in quotes or backticks: `tour_not_open`. */
const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/[`"']([A-Za-z]+(?:[_-][A-Za-z]+){1,6})[`"']/gu)].map(([, code = '']) => code.toLowerCase());

/**
 * The states in which what a resource is below has to be for an operation whose body names the resource: "409 if the course is not open", "only for lessons of a `published`
 * course", "The tour of the seat must be on sale", or the code of a refusal, `tour_not_open`. Only to choose what the run names: nothing is judged by this. Undefined where no sentence says so.
 */
export const aboveNamedStates = (contract: Contract, resourceType: AnyInferred, operation: Operation): AboveStates | undefined => {
  const found = operation.method === 'POST' && operation.body ? statefulAbove(contract, resourceType) : undefined;
  if (!found) return undefined;
  const { above, noun, names, any } = found;
  const states = `(?<states>(?:${any})(?:(?: or| nor| and)? (?:an? |in )?(?:${any}))*)`;
  const it = String.raw`(?:the|its|their|whose|an?|that|this|every) (?:\w+ )?${noun}(?: (?:of|behind|above|around|for)(?: \w+){1,2})?`;
  const inState = '(?:already |still |currently |yet |in |the |state |status |an? )*';
  const [demanded, refused] = [
    [
      ` (?:unless|only (?:if|when|while|where|once)|as long as|provided|provided that) ${it} (?:is|are|has been|was) ${inState}${states} `,
      ` ${it} (?:must|has to|have to|needs to) (?:already |still )?be ${inState}${states} `,
      String.raw` only (?:for|in|of|on|to|into|with) (?:\w+ ){0,4}?${states} ${noun}s? `,
      String.raw` (?:must|has to|have to|needs? to) (?:\w+ ){0,5}?(?:of|in|on|to) (?:an? |the )?${states} ${noun}s? `,
      String.raw` only (?:\w+ ){0,4}?${noun}s? (?:that|which|who) (?:is|are) ${inState}${states} `,
    ],
    [
      ` ${it} (?:is|are|was) ${inState}${states} `,
      ` (?:not|never|nothing) (?:for|in|of|on|to) (?:\\w+ ){0,4}?${states} ${noun}s? `,
      String.raw` (?:of|in|on|to|for) (?:an? |the )?${states} ${noun}s? (?:\w+ ){0,3}(?:can not|is refused|are refused|is rejected|are rejected|409|422) `,
    ],
  ].map((patterns) => patterns.map((one) => new RegExp(one, 'u')));
  const lacking = new RegExp(` ${it} (?:is|are|was|has) (?:not|no longer|not yet) ${inState}${states} `, 'u');
  const node = valueAt(contract.document, nodeOf(operation.location));
  const texts = [
    ...saidIn(node).map((text) => ({ text, isRefusal: false })),
    ...operation.responses
      .filter(({ status }) => refusals.has(status))
      .flatMap((one) => saidIn(valueAt(contract.document, nodeOf(one.location))).map((text) => ({ text, isRefusal: true }))),
  ];
  const clauses = texts.flatMap(({ text, isRefusal }) =>
    clausesOf(text).map((one) => ({ words: inWords(one.replaceAll('_', ' ')), isRefusal })),
  );
  const statesBy = (patterns: readonly RegExp[] | undefined, words: string): readonly string[] =>
    (patterns ?? []).flatMap(
      (pattern) => pattern.exec(words)?.groups?.['states']?.split(/ (?:or|nor|and) (?:an? |in )?| (?:an?|in) /u) ?? [],
    );
  // A code of an error says what a sentence does.
  const coded = new RegExp(` ${noun} (?:is |was )?not (?:yet )?(?:in )?(?<states>${any}) $`, 'u');
  const allowed = [
    ...clauses.flatMap(({ words, isRefusal }) => [
      ...statesBy(demanded, words),
      ...(isRefusal || refusing.test(words) ? statesBy([lacking], words) : []),
    ]),
    ...texts.flatMap(({ text }) => codesIn(text).flatMap((code) => statesBy([coded], inWords(code.replaceAll(/[_-]/gu, ' '))))),
  ];
  const closed = clauses.flatMap(({ words, isRefusal }) =>
    (isRefusal || refusing.test(words)) && ![...(demanded ?? []), lacking].some((pattern) => pattern.test(words))
      ? statesBy(refused, words)
      : [],
  );
  const listed = (some: readonly string[]): readonly string[] => [...new Set(some.flatMap((name) => names.get(name.trim()) ?? []))];
  const wanted =
    listed(allowed).length > 0
      ? listed(allowed)
      : listed(closed).length === 0
        ? []
        : [...names.values()].filter((one) => !listed(closed).includes(one));
  return wanted.length === 0 ? undefined : { above, states: wanted };
};
